package cockpit.core.tenant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "install")
class InstallRow {

    static final int ONLY = 1;

    @Id
    int id = ONLY;

    String keyCheck = "";
    Instant createdAt = Instant.EPOCH;
}
