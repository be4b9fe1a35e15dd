package cockpit.server;

import java.util.Map;

/** Values of the environment that {@code connections.yaml} may name. It prints as their names, since values are secrets. */
record ConnectionEnvironment(Map<String, String> variables) {

    ConnectionEnvironment {
        variables = Map.copyOf(variables);
    }

    @Override
    public String toString() {
        return "ConnectionEnvironment" + variables.keySet();
    }
}
