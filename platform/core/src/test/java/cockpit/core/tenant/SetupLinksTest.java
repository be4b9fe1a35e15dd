package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupLinksTest {

    @TempDir
    Path data;

    private final TestClock clock = new TestClock();
    private Metadata metadata;
    private SetupLinks links;

    @BeforeEach
    void open() {
        metadata = Metadata.open(new MetadataPlace.Embedded(data), List.of());
        links = new SetupLinks(metadata, clock);
    }

    @AfterEach
    void close() {
        metadata.close();
    }

    @Test
    void a_link_works_once() {
        String token = links.create().orElseThrow();

        assertThat(links.works(token)).isTrue();
        assertThat(links.use(token, _ -> "done")).contains("done");
        assertThat(links.works(token)).isFalse();
        assertThat(links.use(token, _ -> "again")).isEmpty();
    }

    @Test
    void a_link_ends_after_a_day() {
        String token = links.create().orElseThrow();
        clock.advance(Duration.ofHours(24));

        assertThat(links.works(token)).isFalse();
        assertThat(links.use(token, _ -> "late")).isEmpty();
    }

    @Test
    void work_that_fails_leaves_the_link_as_it_was() {
        String token = links.create().orElseThrow();
        assertThatThrownBy(() -> links.use(token, _ -> {
                    throw new IllegalArgumentException("not this time");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(links.works(token)).isTrue();
    }

    @Test
    void a_new_link_makes_the_older_one_worthless() {
        String older = links.create().orElseThrow();
        String newer = links.create().orElseThrow();

        assertThat(links.works(older)).isFalse();
        assertThat(links.works(newer)).isTrue();
    }

    @Test
    void once_there_is_a_user_no_link_works_and_none_is_made() {
        String token = links.create().orElseThrow();
        metadata.doInTransaction(session -> session.persist(MetadataContract.account("east")));

        assertThat(links.works(token)).isFalse();
        assertThat(links.create()).isEmpty();
    }

    @Test
    void a_guess_does_not_work_and_the_token_is_not_stored() {
        String token = links.create().orElseThrow();

        assertThat(links.works("")).isFalse();
        assertThat(links.works(token.substring(1))).isFalse();
        assertThat(metadata.<String>inTransaction(
                        session -> session.createSelectionQuery("select tokenHash from SetupLinkRow", String.class)
                                .getSingleResult()))
                .isNotEqualTo(token);
        assertThat(token).hasSize(43);
    }
}
