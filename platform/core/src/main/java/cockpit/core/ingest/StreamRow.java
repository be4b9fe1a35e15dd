package cockpit.core.ingest;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has brought so far, and its schedule. Only what was changed is written: a server that counts and a person who
 * pauses write the same row at the same time.
 */
@Entity
@DynamicUpdate
@Table(name = "ingest_stream")
class StreamRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String tenant = "";
    String connection = "";
    String stream = "";
    long storedRows;

    @Nullable
    Instant lastSuccessAt;

    boolean caughtUp;

    @Nullable
    Instant nextRunAt;

    int failures;
    String fault = "";
    String problemZh = "";
    String problemEn = "";
    boolean stops;
    String settingsPrint = "";
    int historyDone;
    long historyMillis;
    String historyWay = "UNKNOWN";
    String pausedBy = "";

    @Nullable
    Instant pausedAt;
}
