package cockpit.core.trust;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a check found, from when on. */
@Entity
@Table(name = "trust_finding")
class FindingRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String tenant = "";
    String code = "";
    String verdict = "";
    String sentenceZh = "";
    String sentenceEn = "";
    int apart;
    int compared;
    Instant since = Instant.EPOCH;
}
