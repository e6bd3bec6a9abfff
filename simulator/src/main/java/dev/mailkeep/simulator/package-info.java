/**
 * A small Google that runs on 127.0.0.1 and can be told to misbehave: OAuth, the read side of the Gmail API, quotas, and
 * the unkindnesses that Gmail shows in the field. It depends on nothing else of Mailkeep.
 */
@NullMarked
package dev.mailkeep.simulator;

import org.jspecify.annotations.NullMarked;
