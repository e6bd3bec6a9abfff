package dev.mailkeep.activities.google;

/** A header as Gmail returns it, neither decoded nor unfolded. */
public record MessageHeader(String name, String value) {}
