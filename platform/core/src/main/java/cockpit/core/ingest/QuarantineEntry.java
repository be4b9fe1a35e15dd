package cockpit.core.ingest;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row set aside. */
@Entity
@Table(name = "quarantined_row")
class QuarantineEntry {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String tenant = "";
    String connection = "";
    String stream = "";
    String fingerprint = "";
    String sourceKey = "";
    Instant at = Instant.EPOCH;
    String origin = "";
    String reasonZh = "";
    String reasonEn = "";
    String raw = "";
    long times;
    String sealed = "";
    long version;
    String misfitColumn = "";
    String misfitValue = "";
}
