-- What is equal for all addresses of one mailbox: googlemail.com is gmail.com, and the dots before the @ of either don't
-- count. The same as mail.SameMailbox.
create function matching_key(sender_key text) returns text language sql immutable parallel safe return
    case when split_part(sender_key, '@', -1) in ('gmail.com', 'googlemail.com')
        then replace(left(sender_key, -1 - length(split_part(sender_key, '@', -1))), '.', '') || '@gmail.com'
        else sender_key end;

-- Senders are kept in one spelling: gmail.com, and composed characters where the database can tell them.
insert into watched_senders (mailbox_id, sender, added_at)
    select mailbox_id, regexp_replace(sender, '@googlemail\.com$', '@gmail.com'), added_at
    from watched_senders where sender like '%@googlemail.com'
    on conflict do nothing;
delete from watched_senders where sender like '%@googlemail.com';
do $$
begin
    if getdatabaseencoding() = 'UTF8' then
        insert into watched_senders (mailbox_id, sender, added_at)
            select mailbox_id, normalize(sender, nfc), added_at from watched_senders where sender is not nfc normalized
            on conflict do nothing;
        delete from watched_senders where sender is not nfc normalized;
        update email_messages set sender_key = normalize(sender_key, nfc)
            where length(sender_key) <= 512 and sender_key is not nfc normalized;
    end if;
end $$;

-- A page token is only good for the search it came from, and these senders are searched for in more spellings now.
update listings
set senders = array(select distinct regexp_replace(sender, '@googlemail\.com$', '@gmail.com')
                    from unnest(senders) as sender order by 1),
    page_token = null
where array_to_string(senders, ' ') ~ '@(gmail|googlemail)\.com( |$)|xn--';
delete from plans where array_to_string(senders, ' ') ~ '@(gmail|googlemail)\.com( |$)|xn--';
