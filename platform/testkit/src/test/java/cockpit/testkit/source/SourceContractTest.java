package cockpit.testkit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.spi.Secret;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Page;
import cockpit.spi.source.Request;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract must notice what it promises to notice: each test breaks one promise. */
@DisplayName("The contract of a source")
class SourceContractTest {

    /** Reads a page of a broken feed. */
    private interface Behaviour {
        Page read(SourceContext context, @Nullable String cursor) throws SourceFault, InterruptedException;
    }

    private static final Row ORDER = Row.of(Map.of("id", "A1", "paid_at", "2026-03-01T12:00:00+08:00", "paid", "1.00"));

    /** The contract of the example source, whose feed reads otherwise. */
    private static class Broken extends ExampleContractTest {

        private final Behaviour behaviour;

        Broken(Behaviour behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        protected DataSource source() {
            return new DataSource() {
                @Override
                public SourceDescription describe() {
                    return ExampleSource.DESCRIPTION;
                }

                @Override
                public Feed open(Settings settings, SourceContext context) {
                    return new Feed() {
                        @Override
                        public Text check() {
                            return Text.of("好", "good");
                        }

                        @Override
                        public Page read(String stream, @Nullable String cursor)
                                throws SourceFault, InterruptedException {
                            return behaviour.read(context, cursor);
                        }
                    };
                }
            };
        }
    }

    private static void notices(ThrowingCallable test, String... words) {
        assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasMessageContainingAll(words);
    }

    @Test
    @DisplayName("notices rows that do not fit their columns")
    void rows_that_do_not_fit() {
        Broken broken = new Broken((context, cursor) ->
                Page.last(List.of(Row.of(Map.of("id", "A1", "paid_at", "yesterday", "paid", "1.00"))), "1"));
        notices(() -> broken.new Reading().rows_fit_the_columns(), "column paid_at: a value does not read as INSTANT");
    }

    @Test
    @DisplayName("notices a cursor that never ends")
    void a_cursor_that_never_ends() {
        Broken broken = new Broken((context, cursor) -> Page.continued(List.of(ORDER), "1"));
        notices(() -> broken.new Reading().rows_fit_the_columns(), "did not come to an end");
    }

    @Test
    @DisplayName("notices rows that change though the cursor does not")
    void rows_that_change() {
        AtomicInteger count = new AtomicInteger();
        Broken broken = new Broken((context, cursor) -> Page.last(
                List.of(Row.of(Map.of(
                        "id", "A" + count.incrementAndGet(), "paid_at", "2026-03-01T12:00:00+08:00", "paid", "1"))),
                "1"));
        notices(() -> broken.new Reading().same_cursor_same_rows(), "A1");
    }

    @Test
    @DisplayName("notices a key that stands twice on a page")
    void a_key_that_stands_twice() {
        Broken broken = new Broken((context, cursor) -> Page.last(List.of(ORDER, ORDER), "1"));
        notices(() -> broken.new Reading().rows_have_keys(), "duplicate");
    }

    @Test
    @DisplayName("notices a feed that swallows an interrupt")
    void a_swallowed_interrupt() {
        Broken broken = new Broken((context, cursor) -> {
            try {
                context.gateway().send(Request.get(URI.create("https://api.example.com"), "/orders", Map.of()));
            } catch (InterruptedException _) {
                throw new SourceFault(Fault.UPSTREAM, Text.of("中断。", "Interrupted."));
            }
            return Page.last(List.of(), "1");
        });
        notices(() -> broken.new Reading().stops_when_interrupted(), "InterruptedException");
    }

    @Test
    @DisplayName("notices a host that no setting names")
    void a_host_that_no_setting_names() {
        Broken broken = new Broken((context, cursor) -> {
            try {
                context.gateway().send(Request.get(URI.create("https://elsewhere.example.com"), "/orders", Map.of()));
            } catch (SourceFault _) {
                // A plugin may hide that it was refused; the gateway remembers.
            }
            return Page.last(List.of(ORDER), "1");
        });
        notices(() -> broken.new Reading().goes_to_declared_hosts(), "elsewhere.example.com");
    }

    @Test
    @DisplayName("notices a secret in a cursor")
    void a_secret_in_a_cursor() {
        Broken broken = new Broken((context, cursor) -> Page.last(List.of(ORDER), "token=invented-token"));
        assertThatThrownBy(() -> broken.new Reading().keeps_secrets_out_of_cursors())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a secret can be seen in: token=[secret]")
                .message()
                .doesNotContain("invented-token");
    }

    @Test
    @DisplayName("notices success without an answer")
    void success_without_an_answer() {
        Broken broken = new Broken((context, cursor) -> {
            context.gateway().send(Request.get(URI.create("https://api.example.com"), "/orders", Map.of()));
            return Page.last(List.of(), "1");
        });
        notices(() -> broken.new Faults().an_empty_object_is_no_success(), "stream order");
    }

    @Test
    @DisplayName("notices a fault of another kind, and one that is not recorded")
    void a_fault_of_another_kind() {
        Broken broken = new Broken((context, cursor) -> {
            throw new SourceFault(Fault.UPSTREAM, Text.of("坏。", "Bad."));
        });
        assertThat(broken.new Faults().says_who_must_act())
                .filteredOn(test -> !test.getDisplayName().equals("503"))
                .allSatisfy(test -> notices(() -> test.getExecutable().execute(), "UPSTREAM"));
        ExampleContractTest silent = new ExampleContractTest() {
            @Override
            protected List<FaultCase> faults() {
                return List.of();
            }
        };
        notices(() -> silent.new Faults().every_fault_is_recorded(), "SETTINGS", "ACCESS", "LIMIT", "UPSTREAM", "DATA");
    }

    @Test
    @DisplayName("notices a source that the host would not find")
    void a_source_without_extension() {
        Broken broken = new Broken((context, cursor) -> Page.last(List.of(), "1"));
        notices(() -> broken.new Description().the_host_finds_the_class(), "@Extension");
    }

    /** A rotating channel and a reader that refreshes as told. */
    private static Broken refreshing(Behaviour behaviour, RecordedGateway gateway) {
        return new Broken(behaviour) {
            @Override
            protected Optional<RotatingChannel> rotation() {
                return Optional.of(new RotatingChannel(
                        gateway, request -> request.uri().getPath().equals("/refresh"), () -> {}));
            }
        };
    }

    @Test
    @DisplayName("notices a token that every thread refreshes for itself")
    void a_token_that_everybody_refreshes() {
        RecordedGateway gateway = new RecordedGateway().on("/refresh", RecordedReply.json("{}"));
        Broken broken = refreshing(
                (context, cursor) -> {
                    context.gateway().send(Request.get(URI.create("https://api.example.com"), "/refresh", Map.of()));
                    return Page.last(List.of(), "1");
                },
                gateway);
        notices(() -> broken.new Tokens().is_refreshed_once(), "refreshes at the first read");
    }

    @Test
    @DisplayName("notices a token that is used before it is stored")
    void a_token_that_is_used_before_it_is_stored() {
        RecordedGateway gateway =
                new RecordedGateway().on("/refresh", RecordedReply.json("{}")).on("/orders", RecordedReply.json("{}"));
        Broken broken = refreshing(
                (context, cursor) -> {
                    for (String path : List.of("/refresh", "/orders")) {
                        context.gateway().send(Request.get(URI.create("https://api.example.com"), path, Map.of()));
                    }
                    context.tokens().save("token", Secret.of("new"));
                    return Page.last(List.of(), "1");
                },
                gateway);
        notices(() -> broken.new Tokens().is_used_only_after_it_is_stored(), "nothing follows a refresh");
    }
}
