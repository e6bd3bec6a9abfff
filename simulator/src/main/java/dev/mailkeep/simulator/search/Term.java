package dev.mailkeep.simulator.search;

import java.util.List;
import java.util.Set;

/** A part of a query. */
sealed interface Term {

    /** Whether a message with these labels matches. {@code loose}: {@code from:} also hits names and subdomains. */
    boolean matches(Document mail, Set<String> labels, boolean loose);

    record And(List<Term> terms) implements Term {
        @Override
        public boolean matches(Document mail, Set<String> labels, boolean loose) {
            return terms.stream().allMatch(term -> term.matches(mail, labels, loose));
        }
    }

    record Or(List<Term> terms) implements Term {
        @Override
        public boolean matches(Document mail, Set<String> labels, boolean loose) {
            return terms.stream().anyMatch(term -> term.matches(mail, labels, loose));
        }
    }

    record Not(Term term) implements Term {
        @Override
        public boolean matches(Document mail, Set<String> labels, boolean loose) {
            return !term.matches(mail, labels, loose);
        }
    }

    /** {@code from:}; {@code value} is normalised, {@code words} are its words between spaces. */
    record From(String value, String words) implements Term {
        static From of(String text) {
            String value = FromText.normalAddress(text);
            return new From(value, FromText.words(value));
        }

        @Override
        public boolean matches(Document mail, Set<String> labels, boolean loose) {
            FromText from = mail.from();
            if (words.isBlank()) {
                return false;
            }
            if (loose) {
                return from.nameWords().contains(words)
                        || from.addressWords().stream().anyMatch(address -> address.contains(words));
            }
            if (value.indexOf('@') > 0) {
                return from.addresses().contains(value);
            }
            if (value.startsWith("@") || value.contains(".")) {
                String suffix = value.startsWith("@") ? value : "@" + value;
                return from.addresses().stream().anyMatch(address -> address.endsWith(suffix));
            }
            return from.addressWords().stream().anyMatch(address -> address.contains(words));
        }
    }

    /** {@code after:}, in epoch seconds. Google does not document which end is inclusive; here {@code after:} is. */
    record After(long second) implements Term {
        @Override
        public boolean matches(Document mail, Set<String> labels, boolean loose) {
            return mail.receivedAt().getEpochSecond() >= second;
        }
    }

    /** {@code before:}, in epoch seconds, exclusive. */
    record Before(long second) implements Term {
        @Override
        public boolean matches(Document mail, Set<String> labels, boolean loose) {
            return mail.receivedAt().getEpochSecond() < second;
        }
    }

    /** {@code in:} a label; {@code in:anywhere} is every one. */
    record In(String label) implements Term {
        @Override
        public boolean matches(Document mail, Set<String> labels, boolean loose) {
            return label.equals("ANYWHERE") || labels.contains(label);
        }
    }

    record MessageId(String value) implements Term {
        @Override
        public boolean matches(Document mail, Set<String> labels, boolean loose) {
            return !value.isEmpty() && mail.messageId().equals(value);
        }
    }

    /** Plain words: found in subject, snippet or From. */
    record Words(String words) implements Term {
        @Override
        public boolean matches(Document mail, Set<String> labels, boolean loose) {
            return !words.isBlank()
                    && (mail.text().contains(words)
                            || mail.from().nameWords().contains(words)
                            || mail.from().addressWords().stream().anyMatch(address -> address.contains(words)));
        }
    }

    /** An operator that this simulator does not know. */
    record Nothing() implements Term {
        @Override
        public boolean matches(Document mail, Set<String> labels, boolean loose) {
            return false;
        }
    }
}
