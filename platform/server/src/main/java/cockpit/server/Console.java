package cockpit.server;

/** What the operator reads while the server starts; everything else goes to the log. */
public final class Console {

    private Console() {}

    /** One line on the standard output. */
    @SuppressWarnings("SystemOut") // the operator's terminal is meant
    public static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** One line on the standard error. */
    @SuppressWarnings("SystemOut") // the operator's terminal is meant
    public static void complain(String sentence) {
        System.err.println("cockpit: " + sentence);
    }
}
