insert into former_senders (mailbox_id, sender) values ('00000000-0000-0000-0000-000000000002', 'old@corp.example');
insert into recoveries (mailbox_id) values ('00000000-0000-0000-0000-000000000002');
update notifications set messages = 3;
