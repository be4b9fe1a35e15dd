package cockpit.core.identity;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key that must not come back, as its keyed hash. */
@Entity
@Table(name = "erased_key")
class ErasedKeyRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String tenant = "";
    String keyHash = "";
    Instant at = Instant.EPOCH;
}
