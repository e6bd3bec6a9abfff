package dev.mailkeep.activities.mail;

/** A text that counts how often it is asked for a character. */
record CountedText(String text, int[] asked) implements CharSequence {

    CountedText(String text) {
        this(text, new int[1]);
    }

    int steps() {
        return asked[0];
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        asked[0]++;
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        asked[0] += end - start;
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
