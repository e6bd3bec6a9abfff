/**
 * What the figures come from: the jar that people run, in a process of its own, against a simulated Google in
 * this one. Every measurement also checks that exactly the right mail was stored, so that nothing wrong is fast.
 */
@NullMarked
package dev.mailkeep.benchmarks;

import org.jspecify.annotations.NullMarked;
