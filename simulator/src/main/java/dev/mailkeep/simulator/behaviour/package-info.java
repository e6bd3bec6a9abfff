/** How the simulator behaves: its clock, faults, quirks, quota and latency, and the gate that every call passes. */
@NullMarked
package dev.mailkeep.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
