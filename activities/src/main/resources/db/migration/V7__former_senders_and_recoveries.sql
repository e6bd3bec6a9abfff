-- Senders that were taken off the list while their mail stayed, so that the mail can still be filtered by them.
create table former_senders (
    mailbox_id uuid        not null references mailboxes on delete cascade,
    sender     text        not null,
    removed_at timestamptz not null default now(),
    primary key (mailbox_id, sender)
);

-- Nobody wrote down who was removed before: the addresses whose mail stayed tell it.
insert into former_senders (mailbox_id, sender)
select distinct e.mailbox_id, e.sender_key from email_messages e
where not exists (
    select from watched_senders s
    where s.mailbox_id = e.mailbox_id
      and s.sender in (e.sender_key, '@' || split_part(e.sender_key, '@', -1)));

-- Mailboxes that can be read again and have not caught up yet. A row lives until the person was told that they have.
create table recoveries (
    mailbox_id uuid primary key references mailboxes on delete cascade,
    since      timestamptz not null default now()
);

-- How many messages a notification speaks of.
alter table notifications add column messages integer;

-- A mailbox recovers on several ways (reconnected, allowed again, found to work after all), and each ends the same: what
-- was told of the trouble counts as read, and the catching up begins.
create function mailbox_recovers() returns trigger language plpgsql set search_path from current as $$
begin
    update notifications set read_at = now()
    where mailbox_id = new.id and kind = old.condition and read_at is null;
    insert into recoveries (mailbox_id) values (new.id) on conflict (mailbox_id) do nothing;
    return null;
end $$;
create trigger mailbox_recovers after update of condition on mailboxes
    for each row when (old.condition <> 'OK' and new.condition = 'OK') execute function mailbox_recovers();
