/** What exists at the simulated Google: the accounts with their mail and their grants, and the journal that keeps them. */
@NullMarked
package dev.mailkeep.simulator.account;

import org.jspecify.annotations.NullMarked;
