package cockpit.core.tenant;

import org.jspecify.annotations.Nullable;

/** The server cannot run here. The message is one sentence that names the thing and the mend. */
public final class StartProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartProblem(String sentence) {
        super(sentence);
    }

    public StartProblem(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
