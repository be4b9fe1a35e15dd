package cockpit.core.ingest;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a stream has brought so far. */
@Entity
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
}
