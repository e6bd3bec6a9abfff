package dev.mailkeep.simulator.pubsub;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message as subscribers receive it.
 *
 * @param data base64
 */
record Message(String id, String data, Instant publishedAt) {

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("data", data);
        json.put("messageId", id);
        json.put("publishTime", publishedAt.toString());
        return json;
    }
}
