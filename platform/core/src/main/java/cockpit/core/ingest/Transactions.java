package cockpit.core.ingest;

import java.util.function.Function;
import org.hibernate.Session;

/** Runs work in one transaction of the metadata database; an exception undoes it. {@code metadata::inTransaction} is one. */
@FunctionalInterface
public interface Transactions {

    <T> T in(Function<? super Session, T> work);
}
