package cockpit.core.tenant;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "account")
class AccountRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String tenant = "";
    String name = "";
    String displayName = "";
    String passwordHash = "";
    String role = "";
    String orgUnit = "";
    String locale = "";
    String theme = "";
    boolean enabled;
    boolean mustChange;
    long stamp;

    @Version
    long version;

    Instant createdAt = Instant.EPOCH;

    @Nullable
    Instant lastEntryAt;
}
