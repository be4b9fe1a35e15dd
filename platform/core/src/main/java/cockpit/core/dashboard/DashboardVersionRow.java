package cockpit.core.dashboard;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "dashboard_version")
class DashboardVersionRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    long dashboardId;
    int versionNumber;

    @Column(length = 1_000_000)
    String content = "";

    String note = "";
    String publishedBy = "";
    Instant publishedAt = Instant.EPOCH;
}
