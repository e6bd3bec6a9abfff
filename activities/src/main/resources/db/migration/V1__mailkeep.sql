-- People. A person is a Google subject at an issuer; the address is for showing and may change.
create table users (
    id         uuid primary key,
    issuer     text        not null,
    google_sub text        not null,
    email      text        not null,
    created_at timestamptz not null default now(),
    unique (issuer, google_sub)
);

-- One Gmail account of one user. The row is the truth that the mailbox's workflow acts on.
create table mailboxes (
    id                    uuid primary key,
    user_id               uuid        not null references users on delete cascade,
    issuer                text        not null,
    google_sub            text        not null,
    email                 text        not null,
    connected_at          timestamptz not null default now(),

    -- Fencing: an attempt that read an older generation changes nothing; under an older senders_version it starts over.
    generation            bigint      not null default 1,
    senders_version       bigint      not null default 1,

    -- What the person wants, and which command of the API's was the last; delivered to the workflow up to and including.
    desired               text        not null default 'RUN' check (desired in ('RUN', 'PAUSE', 'DISCONNECT')),
    command_version       bigint      not null default 0,
    delivered_version     bigint      not null default 0,

    -- What stands in the way until a person mends it, and since when.
    condition             text        not null default 'OK' check (condition in ('OK', 'NEEDS_RECONNECT', 'BLOCKED')),
    cause                 text,
    condition_since       timestamptz,

    -- What mends itself: the reason of failing steps, and Google's wish for a rest.
    trouble               text,
    next_attempt_at       timestamptz,
    throttled_until       timestamptz,
    throttles             integer     not null default 0,

    -- The cursor: an unsigned 64-bit number, valid for everything before it that is committed.
    history_id            numeric(20),
    -- What came between these when a cursor began anew is in no history, and was perhaps not in the search yet.
    unproven_from         timestamptz,
    unproven_until        timestamptz,
    last_look_at          timestamptz,
    last_synced_at        timestamptz,
    next_look_at          timestamptz,
    last_audit_at         timestamptz,
    sync_interval_seconds integer     not null check (sync_interval_seconds >= 10),
    -- When there last was mail of a watched sender, or the person changed something: a quiet mailbox is looked at less often.
    lively_at             timestamptz not null default now(),

    -- Gmail's push: what it was last asked for, under which grant, until when it said it would, and when to ask again.
    watch_topic           text,
    watch_generation      bigint,
    watch_expires_at      timestamptz,
    watch_renew_at        timestamptz,

    -- The import under way, or the last one.
    import_found          integer     not null default 0,
    import_stored         integer     not null default 0,
    import_started_at     timestamptz,

    unique (user_id, google_sub)
);
-- A push names a mailbox by its address.
create index mailboxes_email on mailboxes (lower(email));

create table watched_senders (
    mailbox_id uuid        not null references mailboxes on delete cascade,
    sender     text        not null,
    added_at   timestamptz not null default now(),
    primary key (mailbox_id, sender)
);

-- Grants. The refresh token is encrypted (AES-256-GCM), bound to this row's mailbox, user and Google subject.
-- expires_at is when Google said the refresh token itself dies; null where it said nothing. The hashes are what Google's
-- security events name a token by: SHA-512 twice, and SHA-256 of its first 16 characters.
create table oauth_tokens (
    id             uuid primary key,
    user_id        uuid        not null references users on delete cascade,
    mailbox_id     uuid        not null unique references mailboxes on delete cascade,
    refresh_token  bytea       not null,
    token_hash     bytea,
    prefix_hash    bytea,
    token_scope    text        not null,
    granted_at     timestamptz not null default now(),
    expires_at     timestamptz,
    last_refreshed timestamptz
);
create index oauth_tokens_hash on oauth_tokens (token_hash);
create index oauth_tokens_prefix on oauth_tokens (prefix_hash);

-- Security events of Google's that were taken, as the SHA-256 of their ids, so that none counts twice.
create table security_events (
    id_hash  bytea primary key,
    taken_at timestamptz not null default now()
);

-- Refresh tokens of disconnected mailboxes, until Google has revoked them.
create table pending_revocations (
    id            uuid primary key,
    mailbox_id    uuid        not null,
    issuer        text        not null,
    google_sub    text        not null,
    refresh_token bytea       not null,
    created_at    timestamptz not null default now(),
    attempts      integer     not null default 0
);

-- A constant, sealed when the database was first used: the keyset that can't open it is not the one of these secrets.
create table keyset_check (
    id     boolean primary key default true check (id),
    sealed bytea       not null,
    since  timestamptz not null default now()
);

-- The id of the key that a ciphertext of Tink's is under: four bytes after its version. Null where it is none.
create function key_id_of(ciphertext bytea) returns bigint language sql immutable parallel safe return
    case when length(ciphertext) > 5 and get_byte(ciphertext, 0) = 1
        then ('x' || encode(substring(ciphertext from 2 for 4), 'hex'))::bit(32)::bigint end;

-- Which keys each running process holds, and with which it encrypts; a row that is not renewed is of a process that ended.
create table keyset_readers (
    reader         uuid primary key,
    key_ids        bigint[]    not null,
    primary_key_id bigint      not null,
    seen_at        timestamptz not null default now()
);

-- Keys that were given up: nothing is stored under them any more, whoever tries.
create table retired_keys (
    key_id     bigint primary key,
    retired_at timestamptz not null default now()
);

-- Whoever retires a key takes the lock alone, so that whatever is on its way under the key is counted or refused. The
-- number is the one of token.rotation.Rotation.
create function refuse_retired_key() returns trigger language plpgsql set search_path from current as $$
declare
    sealed bytea;
begin
    perform pg_advisory_xact_lock_shared(7881696737254275443);
    execute format('select ($1).%I', tg_argv[0]) into sealed using new;
    if exists (select from retired_keys where key_id = key_id_of(sealed)) then
        raise exception 'Encrypted with a key that was retired';
    end if;
    return null;
end $$;
create trigger oauth_tokens_key after insert or update of refresh_token on oauth_tokens
    for each row execute function refuse_retired_key('refresh_token');
create trigger pending_revocations_key after insert or update of refresh_token on pending_revocations
    for each row execute function refuse_retired_key('refresh_token');
create trigger keyset_check_key after insert or update of sealed on keyset_check
    for each row execute function refuse_retired_key('sealed');

-- What is wrong with the deployment's own set-up at Google; a row while it is. While probe_at is ahead nobody calls.
create table operator_faults (
    code         text primary key,
    endpoint     text        not null check (endpoint in ('TOKEN', 'GMAIL')),
    since        timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    probe_at     timestamptz
);

-- Until when the token endpoint wants no refreshes, of whatever mailbox.
create table refresh_rest (
    id         boolean primary key default true check (id),
    rest_until timestamptz not null
);

-- Mail. Headers as they came, but for characters that PostgreSQL or a terminal can't take.
create table email_messages (
    id                     uuid primary key,
    user_id                uuid        not null references users on delete cascade,
    mailbox_id             uuid        not null references mailboxes on delete cascade,
    message_id             text        not null,
    thread_id              text        not null,
    sender_email           text        not null,
    sender_key             text        not null,
    sender_name            text,
    from_header            text        not null,
    from_anomaly           boolean     not null default false,
    sender_header          text,
    reply_to               text,
    to_header              text,
    cc_header              text,
    subject                text        not null,
    date_header            text,
    message_id_header      text,
    list_id                text,
    authentication_results text,
    snippet                text        not null,
    labels                 text[]      not null,
    size_bytes             bigint      not null,
    received_at            timestamptz not null,
    processed_at           timestamptz not null default now(),
    deleted_at             timestamptz,
    listed_in              uuid,
    unique (mailbox_id, message_id)
);
create index email_messages_user on email_messages (user_id);
create index email_messages_received on email_messages (received_at);
create index email_messages_page on email_messages (mailbox_id, received_at desc, message_id desc);
create index email_messages_sender on email_messages (mailbox_id, md5(sender_key));

-- Ids that Gmail's search named and that are not fetched yet. A revision rises whenever history speaks of a queued id,
-- so that a store under way can't write what it read before. arrived_after bounds when the message reached the mailbox
-- from below; null: any time.
create table message_queue (
    mailbox_id    uuid        not null references mailboxes on delete cascade,
    message_id    text        not null,
    revision      integer     not null default 0,
    priority      smallint    not null,
    position      bigint generated always as identity,
    importing     boolean     not null,
    arrived_after timestamptz,
    not_before    timestamptz not null default now(),
    missing_since timestamptz,
    attempts      integer     not null default 0,
    primary key (mailbox_id, message_id)
);
create index message_queue_order on message_queue (mailbox_id, priority, position);

-- Ids that history named and Gmail's search has not: most are other people's mail, some are not indexed yet.
create table undecided_messages (
    mailbox_id    uuid        not null references mailboxes on delete cascade,
    message_id    text        not null,
    seen_at       timestamptz not null default now(),
    arrived_after timestamptz,
    listings      integer     not null default 0,
    list_at       timestamptz,
    primary key (mailbox_id, message_id)
);

-- Ids that are done with and not stored: permanently gone, or refused under a version of the senders.
create table settled_messages (
    mailbox_id      uuid        not null references mailboxes on delete cascade,
    message_id      text        not null,
    outcome         text        not null check (outcome in ('GONE', 'REFUSED')),
    senders_version bigint      not null,
    settled_at      timestamptz not null default now(),
    primary key (mailbox_id, message_id)
);

create table quarantined_messages (
    mailbox_id     uuid        not null references mailboxes on delete cascade,
    message_id     text        not null,
    reason         text        not null,
    attempts       integer     not null,
    arrived_after  timestamptz,
    quarantined_at timestamptz not null default now(),
    primary key (mailbox_id, message_id)
);

-- Spans that may hold messages we do not know: a listing is a row until it has been read to its last page.
create table listing_runs (
    id         uuid primary key,
    mailbox_id uuid        not null references mailboxes on delete cascade,
    purpose    text        not null check (purpose in ('IMPORT', 'RESYNC', 'EXPIRED', 'AUDIT')),
    since      timestamptz,
    started_at timestamptz not null default now(),
    gap_from   timestamptz
);
create index listing_runs_mailbox on listing_runs (mailbox_id);

create table listings (
    id           uuid primary key,
    run_id       uuid     not null references listing_runs on delete cascade,
    mailbox_id   uuid     not null references mailboxes on delete cascade,
    position     bigint generated always as identity,
    scope        text     not null check (scope in ('VISIBLE', 'SPAM', 'TRASH')),
    senders      text[]   not null,
    after_epoch  bigint,
    before_epoch bigint,
    page_token   text,
    restarts     integer  not null default 0
);
create index listings_order on listings (mailbox_id, position);
create index listings_run on listings (run_id);

-- What a plan listed, kept for an hour so that the import need not list it again.
create table plans (
    mailbox_id  uuid primary key references mailboxes on delete cascade,
    senders     text[]      not null,
    history_id  numeric(20) not null,
    made_at     timestamptz not null,
    message_ids text[]      not null
);

-- What each process may use of the project's quota, in units a minute, until its lease ends.
create table quota_leases (
    holder     uuid primary key,
    granted    double precision not null,
    wanted     double precision not null,
    expires_at timestamptz      not null
);

-- The part of the project's quota that is used since Google found it too much; it grows back.
create table quota_slowdown (
    one    boolean primary key default true check (one),
    factor double precision not null,
    since  timestamptz      not null
);

-- What a process spent of an account's quota in the minute before, second by second, the last one first.
create table quota_spent (
    google_sub text        not null,
    holder     uuid        not null,
    written_at timestamptz not null,
    units      integer[]   not null,
    primary key (google_sub, holder)
);

create table sync_runs (
    id         uuid primary key,
    mailbox_id uuid        not null references mailboxes on delete cascade,
    kind       text        not null check (kind in ('LOOK', 'IMPORT', 'RESYNC', 'EXPIRED', 'AUDIT')),
    started_at timestamptz not null,
    ended_at   timestamptz not null,
    looks      integer     not null default 0,
    found      integer     not null default 0,
    stored     integer     not null default 0,
    changed    integer     not null default 0,
    deleted    integer     not null default 0,
    outcome    text        not null check (outcome in ('DONE', 'RUNNING'))
);
create index sync_runs_newest on sync_runs (mailbox_id, started_at desc);

create table notifications (
    id         uuid primary key,
    user_id    uuid        not null references users on delete cascade,
    mailbox_id uuid references mailboxes on delete cascade,
    kind       text        not null,
    cause      text,
    incident   bigint      not null,
    created_at timestamptz not null default now(),
    read_at    timestamptz,
    emailed_at timestamptz,
    unique (mailbox_id, kind, incident)
);
create index notifications_newest on notifications (user_id, created_at desc);

create table receipts (
    id                uuid primary key,
    user_id           uuid        not null references users on delete cascade,
    mailbox_id        uuid        not null,
    requested_at      timestamptz not null default now(),
    revoked_at_google timestamptz,
    grant_kept        boolean,
    by_hand           text check (by_hand in ('WHILE_RETRYING', 'NOT_POSSIBLE')),
    messages_deleted  integer,
    deleted_at        timestamptz,
    workflow_ended    timestamptz
);
create index receipts_user on receipts (user_id);
create index receipts_mailbox on receipts (mailbox_id);

-- What people and the product did: ids and constant words. Rows are added and never changed. Those of a person can be
-- removed once the person is no longer there, and not before.
create table audit_log (
    id         bigint generated always as identity primary key,
    at         timestamptz not null default now(),
    user_id    uuid,
    mailbox_id uuid,
    event      text        not null,
    detail     text
);
create index audit_log_user on audit_log (user_id);

create function audit_log_only_grows() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and old.user_id is not null and not exists (select from users where id = old.user_id) then
        return old;
    end if;
    raise exception 'audit_log only grows' using errcode = 'restrict_violation';
end $$;
create trigger audit_log_only_grows before update or delete on audit_log
    for each row execute function audit_log_only_grows();
create trigger audit_log_is_not_emptied before truncate on audit_log
    for each statement execute function audit_log_only_grows();

-- How much of each limit is used up, and until when that matters; whose it is, is hashed.
create table rate_limits (
    id         text primary key,
    state      bytea,
    expires_at bigint
);
create index rate_limits_expired on rate_limits (expires_at);

-- One round to Google, bound to the browser session that started it. The verifier is encrypted.
create table oauth_attempts (
    state_hash   bytea primary key,
    session_hash bytea       not null,
    purpose      text        not null check (purpose in ('CONNECT', 'RECONNECT', 'SIGNIN')),
    user_id      uuid references users on delete cascade,
    mailbox_id   uuid references mailboxes on delete cascade,
    verifier     bytea       not null,
    nonce        text        not null,
    redirect_uri text        not null,
    expires_at   timestamptz not null,
    used_at      timestamptz
);

create trigger oauth_attempts_key after insert or update of verifier on oauth_attempts
    for each row execute function refuse_retired_key('verifier');

-- Spring Session's tables.
create table spring_session (
    primary_id            char(36) not null primary key,
    session_id            char(36) not null,
    creation_time         bigint   not null,
    last_access_time      bigint   not null,
    max_inactive_interval int      not null,
    expiry_time           bigint   not null,
    principal_name        varchar(100)
);
create unique index spring_session_ix1 on spring_session (session_id);
create index spring_session_ix2 on spring_session (expiry_time);
create index spring_session_ix3 on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id char(36)     not null references spring_session (primary_id) on delete cascade,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea        not null,
    primary key (session_primary_id, attribute_name)
);
