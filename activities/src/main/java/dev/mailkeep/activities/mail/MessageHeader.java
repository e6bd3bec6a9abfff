package dev.mailkeep.activities.mail;

/** A header as Gmail returns it, neither decoded nor unfolded. */
public record MessageHeader(String name, String value) {}
