package cockpit.core.ingest;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run of a stream. */
@Entity
@Table(name = "ingest_run")
class RunRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String tenant = "";
    String connection = "";
    String stream = "";
    Instant startedAt = Instant.EPOCH;
    long tookMillis;
    long pages;
    long readRows;
    long changedRows;
    long setAside;
    String outcome = "";
    String fault = "";
    String sentenceZh = "";
    String sentenceEn = "";
}
