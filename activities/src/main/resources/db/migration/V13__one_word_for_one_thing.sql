-- The words of docs/glossary.md. Processes of an older version can't work on this schema: stop them all before the upgrade.
alter table mailboxes rename column desired to desired_state;
alter table mailboxes rename column trouble to failure_type;
alter table mailboxes rename column throttles to consecutive_throttles;
alter table mailboxes rename column unproven_from to gap_from;
alter table mailboxes rename column unproven_until to gap_until;
alter table mailboxes rename column last_look_at to last_check_at;
alter table mailboxes rename column next_look_at to next_check_at;
alter table mailboxes rename column lively_at to last_activity_at;
alter table mailboxes rename column read_orders to read_state;
alter table mailboxes rename constraint mailboxes_desired_check to mailboxes_desired_state_check;

alter table setbacks rename to search_failures;
alter table search_failures rename column trouble to failure_type;
update search_failures set part = 'CHECK ' || substr(part, 6) where starts_with(part, 'LOOK ');

alter table undecided_messages rename to unconfirmed_candidates;

alter table settled_messages rename to dismissed_messages;
alter table dismissed_messages rename column settled_at to dismissed_at;

alter table listing_runs rename to listing_jobs;
alter table listings rename column run_id to job_id;

alter table refresh_rest rename to token_endpoint_backoff;
alter table token_endpoint_backoff rename column rest_until to ends_at;

alter table sync_runs rename column looks to checks;
alter table sync_runs drop constraint sync_runs_kind_check;
update sync_runs set kind = 'CHECK' where kind = 'LOOK';
alter table sync_runs
    add constraint sync_runs_kind_check check (kind in ('CHECK', 'IMPORT', 'RESYNC', 'EXPIRED', 'AUDIT'));

-- Constraints and indexes are named after their table and column, as PostgreSQL would name them.
do $$
declare
    renamed record;
    part    record;
begin
    for renamed in
        select * from (values ('setbacks', 'search_failures'), ('undecided_messages', 'unconfirmed_candidates'),
            ('settled_messages', 'dismissed_messages'), ('listing_runs', 'listing_jobs'),
            ('refresh_rest', 'token_endpoint_backoff')) as names (before, now)
    loop
        for part in
            select conname as name from pg_constraint
            where conrelid = renamed.now::regclass and starts_with(conname, renamed.before)
        loop
            execute format('alter table %I rename constraint %I to %I', renamed.now, part.name,
                renamed.now || substr(part.name, length(renamed.before) + 1));
        end loop;
        for part in
            select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
            where i.indrelid = renamed.now::regclass and starts_with(c.relname, renamed.before)
        loop
            execute format('alter index %I rename to %I', part.name,
                renamed.now || substr(part.name, length(renamed.before) + 1));
        end loop;
    end loop;
end $$;
alter index listings_run rename to listings_job;
alter table listings rename constraint listings_run_id_fkey to listings_job_id_fkey;
