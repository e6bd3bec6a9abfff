/**
 * A small Google that runs on 127.0.0.1 and can be told to misbehave: OAuth, the read side of the Gmail API, quotas, and
 * the unpleasant habits that Gmail has shown in the field. It depends on nothing else of Mailkeep.
 *
 * <p>This package is what users start: {@link dev.mailkeep.simulator.SimulatedGoogle} with its settings, or {@link
 * dev.mailkeep.simulator.Main}. Below it, {@code account} is what exists, {@code behaviour} how the simulator behaves,
 * {@code oauth}, {@code gmail}, {@code pubsub} and {@code risc} are Google's services, {@code control} changes the
 * simulator over HTTP, and {@code demo} fills it with mail.
 */
@NullMarked
package dev.mailkeep.simulator;

import org.jspecify.annotations.NullMarked;
