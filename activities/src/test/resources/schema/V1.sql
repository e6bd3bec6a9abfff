-- A row for every table that V1 made, with a value in every column. SchemaUpgradeTest upgrades them.
insert into users (id, issuer, google_sub, email)
values ('00000000-0000-0000-0000-000000000001', 'https://google.example', 'ada', 'ada@gmail.example');

insert into mailboxes (id, user_id, issuer, google_sub, email, generation, senders_version, desired, command_version,
    delivered_version, condition, cause, condition_since, trouble, next_attempt_at, throttled_until, throttles, history_id,
    unproven_from, unproven_until, last_look_at, last_synced_at, next_look_at, last_audit_at, sync_interval_seconds,
    watch_topic, watch_generation, watch_expires_at, watch_renew_at, import_found, import_stored, import_started_at)
values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'https://google.example', 'ada',
    'ada@gmail.example', 4, 5, 'PAUSE', 7, 6, 'BLOCKED', 'ADMIN_POLICY', now(), 'GoogleUnavailable', now(), now(), 3,
    18446744073709551615, now() - interval '1 hour', now(), now(), now(), now(), now(), 300,
    'projects/p/topics/t', 4, now(), now(), 10, 9, now());

insert into watched_senders (mailbox_id, sender) values
    ('00000000-0000-0000-0000-000000000002', 'boss@corp.example'),
    ('00000000-0000-0000-0000-000000000002', '@googlemail.com');

insert into oauth_tokens (id, user_id, mailbox_id, refresh_token, token_hash, prefix_hash, token_scope, expires_at, last_refreshed)
values ('00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000002', '\x010000002affff', '\x01', '\x02', 'openid email gmail.readonly', now(), now());

insert into security_events (id_hash) values ('\x03');

insert into pending_revocations (id, mailbox_id, issuer, google_sub, refresh_token)
values ('00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-00000000000f', 'https://google.example', 'bob',
    '\x010000002aeeee');

insert into keyset_check (sealed) values ('\x010000002adddd');
insert into keyset_readers (reader, key_ids, primary_key_id) values ('00000000-0000-0000-0000-000000000005', '{42}', 42);
insert into retired_keys (key_id) values (41);
insert into operator_faults (code, endpoint, probe_at) values ('invalid_client', 'TOKEN', now());
insert into refresh_rest (rest_until) values (now());

insert into email_messages (id, user_id, mailbox_id, message_id, thread_id, sender_email, sender_key, sender_name, from_header,
    sender_header, reply_to, to_header, cc_header, subject, date_header, message_id_header, list_id, authentication_results,
    snippet, labels, size_bytes, received_at, deleted_at, listed_in)
values ('00000000-0000-0000-0000-000000000006', '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000002', 'm1', 't1', 'Boss@corp.example', 'boss@corp.example', 'The Boss',
    'The Boss <Boss@corp.example>', 'desk@corp.example', 'desk@corp.example', 'ada@gmail.example', 'eve@corp.example', 'Grüße',
    'Mon, 2 Feb 2026 10:00:00 +0000', '<1@corp.example>', '<list.corp.example>', 'dmarc=pass', 'Good morning', '{INBOX,UNREAD}',
    2048, now(), now(), '00000000-0000-0000-0000-000000000007');

insert into message_queue (mailbox_id, message_id, revision, priority, importing, arrived_after, missing_since, attempts)
values ('00000000-0000-0000-0000-000000000002', 'm2', 1, 0, true, now(), now(), 2);
insert into undecided_messages (mailbox_id, message_id, arrived_after, listings, list_at)
values ('00000000-0000-0000-0000-000000000002', 'm3', now(), 1, now());
insert into settled_messages (mailbox_id, message_id, outcome, senders_version)
values ('00000000-0000-0000-0000-000000000002', 'm4', 'REFUSED', 5);
insert into quarantined_messages (mailbox_id, message_id, reason, attempts, arrived_after)
values ('00000000-0000-0000-0000-000000000002', 'm5', 'The message can''t be read', 3, now());

insert into listing_runs (id, mailbox_id, purpose, since, gap_from)
values ('00000000-0000-0000-0000-000000000007', '00000000-0000-0000-0000-000000000002', 'IMPORT', now(), now());
insert into listings (id, run_id, mailbox_id, scope, senders, after_epoch, before_epoch, page_token)
values ('00000000-0000-0000-0000-000000000008', '00000000-0000-0000-0000-000000000007',
    '00000000-0000-0000-0000-000000000002', 'VISIBLE', '{boss@corp.example}', 1, 2, 'page-2');
insert into plans (mailbox_id, senders, history_id, made_at, message_ids)
values ('00000000-0000-0000-0000-000000000002', '{boss@corp.example}', 18446744073709551615, now(), '{m6}');

insert into quota_leases (holder, granted, wanted, expires_at) values ('00000000-0000-0000-0000-000000000005', 10, 20, now());
insert into quota_slowdown (factor, since) values (0.5, now());
insert into quota_spent (google_sub, holder, written_at, units)
values ('ada', '00000000-0000-0000-0000-000000000005', now(), '{20,5}');

insert into sync_runs (id, mailbox_id, kind, started_at, ended_at, looks, found, stored, changed, deleted, outcome)
values ('00000000-0000-0000-0000-000000000009', '00000000-0000-0000-0000-000000000002', 'LOOK', now(), now(), 4, 3, 2, 1, 1, 'DONE');
insert into notifications (id, user_id, mailbox_id, kind, cause, incident, read_at, emailed_at)
values ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000002', 'BLOCKED', 'ADMIN_POLICY', 4, now(), now());
insert into receipts (id, user_id, mailbox_id, revoked_at_google, grant_kept, by_hand, messages_deleted, deleted_at, workflow_ended)
values ('00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-00000000000f', now(), false, 'WHILE_RETRYING', 12, now(), now());
insert into audit_log (user_id, mailbox_id, event, detail)
values ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002', 'connected', '1');
insert into rate_limits (id, state, expires_at) values ('hash', '\x04', 5);
insert into oauth_attempts (state_hash, session_hash, purpose, user_id, mailbox_id, verifier, nonce, redirect_uri, expires_at, used_at)
values ('\x05', '\x06', 'RECONNECT', '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002',
    '\x010000002acccc', 'nonce', 'https://mail.example.org/auth/callback', now(), now());
