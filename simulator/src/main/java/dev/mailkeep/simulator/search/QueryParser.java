package dev.mailkeep.simulator.search;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Gmail's search syntax: words and {@code operator:value} joined by AND, {@code OR} (which binds tighter),
 * {@code -} in front of what must not match, parentheses, braces for a list of alternatives, quotes. Like Gmail's own
 * parser, it accepts anything; stray brackets are skipped.
 */
final class QueryParser {

    private static final Pattern OPERATOR = Pattern.compile("\\G([A-Za-z_0-9]+):");
    private static final Pattern DATE = Pattern.compile("(\\d{4})[/-](\\d{1,2})[/-](\\d{1,2})");

    private final String text;
    private int at;

    QueryParser(String text) {
        this.text = text;
    }

    Term parse() {
        List<Term> terms = new ArrayList<>();
        while (at < text.length()) {
            terms.addAll(sequence("", '\0'));
        }
        return new Term.And(terms);
    }

    /** The terms up to {@code end} or the end of the text. Inside {@code from:(…)} plain words belong to from. */
    private List<Term> sequence(String operator, char end) {
        List<Term> terms = new ArrayList<>();
        boolean or = false;
        while (skipSpace()) {
            char c = text.charAt(at);
            if (c == ')' || c == '}') {
                at++;
                if (c == end) {
                    break;
                }
                continue;
            }
            if (keyword("OR")) {
                or = !terms.isEmpty();
                continue;
            }
            if (keyword("AND")) {
                continue;
            }
            Term term = term(operator);
            if (or) {
                term = alternatives(terms.remove(terms.size() - 1), term);
                or = false;
            }
            terms.add(term);
        }
        return terms;
    }

    private static Term alternatives(Term left, Term right) {
        List<Term> both = new ArrayList<>(left instanceof Term.Or or ? or.terms() : List.of(left));
        both.add(right);
        return new Term.Or(both);
    }

    private Term term(String operator) {
        char c = text.charAt(at);
        if (c == '-' && at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1))) {
            at++;
            return new Term.Not(term(operator));
        }
        if (c == '(') {
            at++;
            List<Term> inner = sequence(operator, ')');
            return inner.isEmpty() && !operator.isEmpty() ? new Term.Nothing() : new Term.And(inner);
        }
        if (c == '{') {
            at++;
            return new Term.Or(sequence(operator, '}'));
        }
        Matcher named = OPERATOR.matcher(text);
        if (operator.isEmpty() && c != '"' && named.find(at)) {
            at = named.end();
            String name = named.group(1).toLowerCase(Locale.ROOT);
            if (at < text.length() && (text.charAt(at) == '(' || text.charAt(at) == '{')) {
                return term(name);
            }
            return leaf(name, value());
        }
        return leaf(operator, value());
    }

    private String value() {
        if (at < text.length() && text.charAt(at) == '"') {
            int close = text.indexOf('"', at + 1);
            int stop = close < 0 ? text.length() : close;
            String quoted = text.substring(at + 1, stop);
            at = Math.min(text.length(), stop + 1);
            return quoted;
        }
        int start = at;
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && "(){}\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == start && at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++; // skips a stray bracket or quote, or the parser would not advance
        }
        return text.substring(start, at);
    }

    private static Term leaf(String operator, String value) {
        return switch (operator) {
            case "" -> new Term.Words(FromText.words(value));
            case "from" -> value.isBlank() ? new Term.Nothing() : Term.From.of(value);
            case "after" -> date(value, true);
            case "before" -> date(value, false);
            case "in" -> new Term.In(label(value));
            case "rfc822msgid" -> new Term.MessageId(value.replaceAll("^<|>$", ""));
            default -> new Term.Nothing();
        };
    }

    private static String label(String value) {
        String label = value.toUpperCase(Locale.ROOT);
        return label.equals("DRAFTS") ? "DRAFT" : label;
    }

    private static Term date(String value, boolean after) {
        try {
            Matcher day = DATE.matcher(value);
            long second = day.matches()
                    // Dates in q are midnight Pacific standard time, all the year (Gmail API, "Search and filter").
                    ? LocalDate.of(
                                    Integer.parseInt(day.group(1)),
                                    Integer.parseInt(day.group(2)),
                                    Integer.parseInt(day.group(3)))
                            .atStartOfDay()
                            .toEpochSecond(ZoneOffset.ofHours(-8))
                    : Long.parseLong(value);
            return after ? new Term.After(second) : new Term.Before(second);
        } catch (NumberFormatException | java.time.DateTimeException e) {
            return new Term.Nothing();
        }
    }

    private boolean keyword(String word) {
        int end = at + word.length();
        if (text.startsWith(word, at) && (end == text.length() || " \t(){}\"".indexOf(text.charAt(end)) >= 0)) {
            at = end;
            return true;
        }
        return false;
    }

    private boolean skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }
}
