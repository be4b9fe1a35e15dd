package cockpit.core.identity;

import cockpit.spi.Text;

/** A place besides the facts where a part of the product keeps what channels have delivered, and so what tells a person. */
public interface PersonalStore {

    /** What it keeps, for people: rows set aside, uploaded files. */
    Text title();

    /** How many of its entries tell of the person. */
    long count(String tenant, Trace trace);

    /** Takes them out. @return how many */
    long erase(String tenant, Trace trace);
}
