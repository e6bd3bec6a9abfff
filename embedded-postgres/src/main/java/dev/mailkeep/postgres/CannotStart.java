package dev.mailkeep.postgres;

/** PostgreSQL can't be started. The message is a sentence for the person who started the program. */
public sealed class CannotStart extends IllegalStateException permits BinariesMissing, DirectoryInUse {

    private final String sentence;

    CannotStart(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
