package dev.mailkeep.activities.mail;

/** SQL conditions on the sender of stored mail, the same wherever mail is selected by sender. */
public final class SenderCondition {

    private SenderCondition() {}

    /**
     * Whether the mail is of one of the senders.
     *
     * @param parameter the name of the parameter that holds their {@link Sender#keys}
     */
    public static String isOneOf(String parameter) {
        return """
                (matching_key(sender_key) = any(:%1$s) or '@' || split_part(matching_key(sender_key), '@', -1) = any(:%1$s))
                """.formatted(parameter).strip();
    }
}
