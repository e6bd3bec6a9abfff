package dev.mailkeep.simulator.oauth;

/**
 * Someone with an account. {@code sub} never changes, the address may.
 *
 * @param emailVerified whether Google knows that the address is theirs
 */
public record Person(String sub, String email, String displayName, boolean emailVerified) {}
