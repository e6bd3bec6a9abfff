/** What all HTTP routes share: sessions, headers, problems, live events, the page. */
@NullMarked
package dev.mailkeep.api.web;

import org.jspecify.annotations.NullMarked;
