-- What of a mailbox's sync fails while the rest of it goes on: a listing, a search of its looks (named by its senders'
-- SHA-256), or the fetching of messages. A row goes when that part succeeds, or is no longer there to be tried.
create table setbacks (
    mailbox_id      uuid        not null references mailboxes on delete cascade,
    part            text        not null,
    listing_id      uuid        references listings on delete cascade,
    trouble         text        not null,
    failures        integer     not null default 1,
    next_attempt_at timestamptz not null,
    primary key (mailbox_id, part)
);
create index setbacks_listing on setbacks (listing_id);
