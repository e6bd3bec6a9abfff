# syntax=docker/dockerfile:1.7

# Mailkeep as a container. It expects PostgreSQL (DATABASE_URL), Temporal (TEMPORAL_ADDRESS), a keyset
# (TOKEN_KEYSET_FILE) and a Google client (GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET) from outside and writes to /tmp only, so
# that it also runs with a read-only root file system and under any user id. The embedded PostgreSQL and Temporal are for
# trying things out on one's own machine, not for containers.

FROM node:20.20.2-bookworm-slim AS node

FROM eclipse-temurin:17.0.19_10-jdk-noble AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && node --version && npm --version
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 --mount=type=cache,target=/root/.npm \
    ./mvnw -q -B -pl api -am -DskipTests package && \
    java -Djarmode=tools -jar api/target/mailkeep.jar extract --destination /app

# The archive of classes fits one Java, so the Java that will run Mailkeep makes it. Without one it starts all the same.
FROM eclipse-temurin:17.0.19_10-jre-noble AS classes
COPY --from=build /app /app
COPY --from=build /build/api/target/postgres /postgres
COPY --from=build --chmod=755 /build/api/class-archive /usr/local/bin/
RUN chown 1000:1000 /app
USER 1000:1000
RUN class-archive /app/classes.jsa /app/mailkeep.jar "/app/mailkeep.jar:$(echo /postgres/*.jar)" || :

# No programs of PostgreSQL: the image is made for DATABASE_URL.
FROM eclipse-temurin:17.0.19_10-jre-noble
WORKDIR /app
COPY --from=classes --chown=0:0 /app /app
COPY LICENSE /app/

# In a container the way in is the container's network; which of its ports the world sees is for its operator to say.
# The management port stays on the container's own loopback unless MANAGEMENT_ADDRESS opens it, to Prometheus for example.
ENV SERVER_ADDRESS=0.0.0.0 \
    SERVER_PORT=8080 \
    MANAGEMENT_PORT=8081

# A number, so that Kubernetes' runAsNonRoot can tell.
USER 1000:1000
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD curl --fail --silent --output /dev/null "http://127.0.0.1:${MANAGEMENT_PORT}/actuator/health/liveness"

# JAVA_TOOL_OPTIONS adds to these. Java is process 1 itself and gets the SIGTERM; a heap that is full ends it, and whoever
# runs the container starts it again.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", \
    "-XX:SharedArchiveFile=/app/classes.jsa", "-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr", \
    "-jar", "/app/mailkeep.jar"]
