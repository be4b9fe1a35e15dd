package cockpit.core.tenant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "tenant_key")
class TenantKeyRow {

    @Id
    String tenant = "";

    String wrapped = "";
    Instant createdAt = Instant.EPOCH;
}
