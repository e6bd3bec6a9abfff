package dev.mailkeep.simulator.oauth;

/** Someone with an account. {@code sub} never changes, the address may. */
public record Person(String sub, String email, String displayName) {}
