/** The HTTP server on 127.0.0.1, its requests and replies, and JSON. */
@NullMarked
package dev.mailkeep.simulator.http;

import org.jspecify.annotations.NullMarked;
