package cockpit.core.ingest;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A push that was stored. */
@Entity
@Table(name = "push_event")
class EventRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String tenant = "";
    String connection = "";
    String eventId = "";
    String bodyHash = "";
    Instant at = Instant.EPOCH;
}
