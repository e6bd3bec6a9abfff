package dev.mailkeep.activities.google;

import dev.mailkeep.activities.RefusedToStart;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whether Gmail pushes, and how its pushes reach us. Without pushes all but the address is null; empty counts as unset.
 *
 * <pre>
 * mailkeep.push:
 *   topic:                                          # GMAIL_PUSH_TOPIC
 *   subscription:                                   # GMAIL_PUSH_SUBSCRIPTION
 *   audience:                                       # GMAIL_PUSH_AUDIENCE
 *   service-account:                                # GMAIL_PUSH_SERVICE_ACCOUNT
 *   pub-sub-base-url: https://pubsub.googleapis.com/  # PUBSUB_BASE_URL
 * </pre>
 *
 * @param topic the Pub/Sub topic that Gmail publishes to
 * @param subscription the topic's subscription that we pull; null if we pull none
 * @param audience the audience of the tokens of pushed messages; null if none are pushed to us
 * @param serviceAccount the address of the service account that those tokens are for
 * @param pubSubBaseUrl root of the Pub/Sub API; always ends in a slash, whether it was set with one or not
 */
@ConfigurationProperties("mailkeep.push")
public record PushSettings(
        @Nullable String topic,
        @Nullable String subscription,
        @Nullable String audience,
        @Nullable String serviceAccount,
        URI pubSubBaseUrl) {

    public static final URI PUB_SUB = URI.create("https://pubsub.googleapis.com/");

    /**
     * Checks that settings that belong together are set together.
     *
     * @throws RefusedToStart when they are not, or when a name or an address is not valid
     */
    public PushSettings {
        topic = unlessBlank(topic);
        subscription = unlessBlank(subscription);
        audience = unlessBlank(audience);
        serviceAccount = unlessBlank(serviceAccount);
        require(
                topic == null || topic.matches("projects/[^/\\s]+/topics/[^/\\s]+"),
                "GMAIL_PUSH_TOPIC must be a topic's full name: projects/my-project/topics/my-topic");
        require(
                subscription == null || subscription.matches("projects/[^/\\s]+/subscriptions/[^/\\s]+"),
                "GMAIL_PUSH_SUBSCRIPTION must be a subscription's full name: projects/my-project/subscriptions/my-name");
        require(
                (audience == null) == (serviceAccount == null),
                "GMAIL_PUSH_AUDIENCE and GMAIL_PUSH_SERVICE_ACCOUNT must be set together");
        require(
                serviceAccount == null || serviceAccount.matches("[^@\\s]+@[^@\\s]+"),
                "GMAIL_PUSH_SERVICE_ACCOUNT must be the e-mail address of a service account");
        boolean heard = subscription != null || audience != null;
        require(
                topic != null || !heard,
                "GMAIL_PUSH_TOPIC must be set with GMAIL_PUSH_SUBSCRIPTION or GMAIL_PUSH_AUDIENCE");
        require(
                topic == null || heard,
                "GMAIL_PUSH_TOPIC needs a receiver: set GMAIL_PUSH_SUBSCRIPTION to pull pushes, or"
                        + " GMAIL_PUSH_AUDIENCE with GMAIL_PUSH_SERVICE_ACCOUNT to have them posted");
        GoogleSettings.requireSecure("PUBSUB_BASE_URL", pubSubBaseUrl);
        pubSubBaseUrl = GoogleSettings.withLastSlash(pubSubBaseUrl);
    }

    /** The settings without pushes. */
    public static PushSettings off() {
        return new PushSettings(null, null, null, null, PUB_SUB);
    }

    private static @Nullable String unlessBlank(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new RefusedToStart(otherwise);
        }
    }
}
