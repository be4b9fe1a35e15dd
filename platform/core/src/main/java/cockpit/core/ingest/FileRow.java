package cockpit.core.ingest;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A dropped file and what became of it. */
@Entity
@Table(name = "dropped_file")
class FileRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String tenant = "";
    String connection = "";
    String name = "";
    String contentHash = "";
    String state = "";
    long readRows;
    String reasonZh = "";
    String reasonEn = "";
    Instant at = Instant.EPOCH;
}
