package cockpit.core.tenant;

import cockpit.spi.Text;

/** An account cannot be made or changed like this; the sentence says why and what would do. */
public final class AccountProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Text sentence;

    public AccountProblem(Text sentence) {
        super(sentence.en());
        this.sentence = sentence;
    }

    public Text sentence() {
        return sentence;
    }
}
