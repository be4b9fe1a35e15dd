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
    CONSULTATION,
    /** Lead of the clinic system, of every channel. */
    CRM_LEAD,
    /** Treatment of the clinic system. */
    TREATMENT,
    /** Member of the clinic system. */
    MEMBER,
    /** Tag of the clinic system. */
    TAG;

    /** What the till sends. */
    public static final List<Stream> POS = List.of(ORDER, REFUND, REDEMPTION);

    /** What the clinic system sends. */
    public static final List<Stream> CRM = List.of(APPOINTMENT, VISIT, CONSULTATION, CRM_LEAD, TREATMENT, MEMBER, TAG);

    /** The stream's name to the outside. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stream's name in its system's files, which knows no leads but its own. */
    public String fileWord() {
        return this == CRM_LEAD ? LEAD.word() : word();
    }
}
