/** A Pub/Sub on which a simulated Gmail publishes: topics, pulled and pushed subscriptions, and signed tokens. */
@NullMarked
package dev.mailkeep.simulator.pubsub;

import org.jspecify.annotations.NullMarked;
