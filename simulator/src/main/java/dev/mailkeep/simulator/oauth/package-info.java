/** Google's OAuth side: the authorization page, the token and revocation endpoints, and the signing keys. */
@NullMarked
package dev.mailkeep.simulator.oauth;

import org.jspecify.annotations.NullMarked;
