-- Which version of the parser (mail.MailParser.VERSION) gave a message up: a later one tries it again, once.
alter table quarantined_messages add column parser_version integer not null default 1;
