/** Made-up people and their mail, for trying Mailkeep without an account. */
@NullMarked
package dev.mailkeep.simulator.demo;

import org.jspecify.annotations.NullMarked;
