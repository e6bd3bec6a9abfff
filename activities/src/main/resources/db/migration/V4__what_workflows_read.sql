-- What the mailbox's workflow last read of this row, and when; and until when the reconciler leaves it alone.
alter table mailboxes
    add column read_orders      text,
    add column read_at          timestamptz,
    add column left_alone_until timestamptz;

-- A version that the row never gave has been delivered by nobody, whatever a signal said.
update mailboxes set delivered_version = command_version where delivered_version > command_version;
update mailboxes set delivered_version = 0 where delivered_version < 0;
alter table mailboxes
    add constraint mailboxes_delivered_version check (delivered_version between 0 and command_version);
