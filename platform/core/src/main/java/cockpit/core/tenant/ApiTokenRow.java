package cockpit.core.tenant;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token for programs; of the token itself only the hash. */
@Entity
@Table(name = "api_token")
class ApiTokenRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String tenant = "";
    String name = "";
    String beginning = "";
    String tokenHash = "";
    String scopes = "";
    String creator = "";
    Instant createdAt = Instant.EPOCH;
    Instant expiresAt = Instant.EPOCH;

    @Nullable
    Instant revokedAt;

    @Nullable
    Instant usedAt;
}
