/** The bridge to Temporal: workers, workflows, and the reconciler that keeps both sides together. */
@NullMarked
package dev.mailkeep.api.temporal;

import org.jspecify.annotations.NullMarked;
