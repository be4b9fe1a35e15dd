package cockpit.core.tenant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "setup_link")
class SetupLinkRow {

    @Id
    String tokenHash = "";

    Instant createdAt = Instant.EPOCH;
    Instant expiresAt = Instant.EPOCH;

    @Nullable
    Instant usedAt;
}
