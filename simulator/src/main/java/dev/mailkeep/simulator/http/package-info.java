/** The listener on 127.0.0.1, and what a request and an answer are. */
@NullMarked
package dev.mailkeep.simulator.http;

import org.jspecify.annotations.NullMarked;
