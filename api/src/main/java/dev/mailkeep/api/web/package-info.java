/** What all of HTTP shares: sessions, headers, problems, live events, the page. */
@NullMarked
package dev.mailkeep.api.web;

import org.jspecify.annotations.NullMarked;
