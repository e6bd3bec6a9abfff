insert into setbacks (mailbox_id, part, listing_id, trouble, next_attempt_at)
values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000008',
    '00000000-0000-0000-0000-000000000008', 'GoogleUnavailable', now());
