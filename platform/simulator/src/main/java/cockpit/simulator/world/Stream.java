package cockpit.simulator.world;

import java.util.List;
import java.util.Locale;

/** A kind of fact, and the system that keeps it. */
public enum Stream {
    /** Lead of an ad platform, read from there. */
    LEAD,
    /** Order of the till. */
    ORDER,
    /** Refund of the till. */
    REFUND,
    /** Voucher redemption at the till. */
    REDEMPTION,
    /** Appointment of the clinic system. */
    APPOINTMENT,
    /** Visit of the clinic system. */
    VISIT,
    /** Consultation of the clinic system. */
    CONSULTATION;

    /** What the till sends. */
    public static final List<Stream> POS = List.of(ORDER, REFUND, REDEMPTION);

    /** What the clinic system sends. */
    public static final List<Stream> CRM = List.of(APPOINTMENT, VISIT, CONSULTATION);

    /** The stream's name in files and messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
