/** Notices over HTTP. */
@NullMarked
package dev.mailkeep.api.notice;

import org.jspecify.annotations.NullMarked;
