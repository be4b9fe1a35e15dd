package cockpit.testkit.source;

/** The server went down at this place. An error, so that no plugin's catch block gets in its way. */
public final class SimulatedCrash extends Error {

    private static final long serialVersionUID = 1L;

    SimulatedCrash(String place) {
        super("Simulated crash: " + place);
    }
}
