package dev.mailkeep.workflows.contract;

import io.temporal.common.SearchAttributeKey;

/** Custom search attributes. An operator registers them once in each namespace, as temporal-compose.yml does. */
public final class SearchAttributes {

    /** The mailbox's status, one word of {@code MailboxStatus}. */
    public static final SearchAttributeKey<String> MAILBOX_STATUS = SearchAttributeKey.forKeyword("MailboxStatus");

    /** The id of the user who owns the mailbox, a UUID. */
    public static final SearchAttributeKey<String> MAILKEEP_USER = SearchAttributeKey.forKeyword("MailkeepUser");

    private SearchAttributes() {}
}
