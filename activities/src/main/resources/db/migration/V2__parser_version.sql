-- Which version of the parser (mail.MailParser.VERSION) settled an id: what an older one refused is read again, once.
alter table settled_messages add column parser_version integer not null default 1;
create index settled_messages_refused on settled_messages (mailbox_id, senders_version, parser_version)
    where outcome = 'REFUSED';
