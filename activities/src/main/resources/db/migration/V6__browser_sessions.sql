-- Sessions of browsers, found by the SHA-256 of what the cookie holds. They take the place of Spring Session's tables,
-- which held the cookies' values themselves and Java objects; nothing is carried over, so that everybody signs in again.
drop table spring_session_attributes;
drop table spring_session;

create table browser_sessions (
    id           uuid primary key,
    secret_hash  bytea       not null unique check (octet_length(secret_hash) = 32),
    user_id      uuid        references users on delete cascade,
    -- What rounds to Google are bound to. It outlives a sign-in, and no browser ever sees it.
    binding      uuid        not null,
    created_at   timestamptz not null default now(),
    last_used_at timestamptz not null default now()
);
create index browser_sessions_user on browser_sessions (user_id);

-- Every process ends the event streams of a session that is gone, whoever deleted it: a sign-out, the deletion of the
-- person, Google's security event, or an operator's own statement.
create function announce_end_of_session() returns trigger language plpgsql as $$
begin
    perform pg_notify('mailkeep_sessions_ended', old.id::text);
    return null;
end
$$;
create trigger browser_session_ended after delete on browser_sessions
    for each row execute function announce_end_of_session();
