insert into browser_sessions (id, secret_hash, user_id, binding)
values ('00000000-0000-0000-0000-00000000000c', sha256('secret'), '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-00000000000d');
