package cockpit.spi;

import java.util.Objects;

/** A value that must not be seen: it prints as stars, and only {@link #reveal()} gives it away. */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The value in clear. Call it where the value goes on the wire, and nowhere earlier. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Always {@code ******}. */
    @Override
    public String toString() {
        return "******";
    }
}
