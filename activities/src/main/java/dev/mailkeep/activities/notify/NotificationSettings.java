package dev.mailkeep.activities.notify;

import java.net.URI;

/**
 * How notices leave.
 *
 * @param from the sender's address of e-mails
 * @param publicUrl where people reach Mailkeep
 */
public record NotificationSettings(String from, URI publicUrl) {}
