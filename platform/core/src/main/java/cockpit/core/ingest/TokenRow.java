package cockpit.core.ingest;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token that the channel rotates, encrypted. */
@Entity
@Table(name = "connection_token")
class TokenRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String tenant = "";
    String connection = "";
    String name = "";
    String encrypted = "";
    Instant at = Instant.EPOCH;
}
