package cockpit.testkit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cockpit.spi.Secret;
import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Page;
import cockpit.spi.source.Request;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.WebhookDelivery;
import cockpit.spi.source.WebhookFeed;
import cockpit.spi.source.WebhookRejection;
import cockpit.spi.source.WebhookRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.pf4j.Extension;

/**
 * What every data source promises. Inherit it in a test of your plugin and say what your channel answers; a plugin that
 * passes behaves well in the host.
 *
 * <p>Two methods are for everybody: {@link #source()} and {@link #settings()}. A source that pulls also states
 * {@link #channel()} and {@link #faults()}, one whose channel rotates tokens {@link #rotation()}, one that is pushed to
 * {@link #pushes()}. An ability that is not stated must not exist, and that is checked too.
 */
public abstract class SourceContract {

    private static final int READERS = 8;

    /** A new instance of the source. */
    protected abstract DataSource source();

    /** Values of a working connection, with invented secrets of the right form. */
    protected abstract Map<String, String> settings();

    /** A new channel in good health, with at least one row for every pulled stream. */
    protected RecordedGateway channel() {
        return new RecordedGateway();
    }

    /** The channel's failures and whose turn each is; at least one for every fault that {@link #impossible()} omits. */
    protected List<FaultCase> faults() {
        return List.of();
    }

    /** Faults that this channel cannot cause. BUG need not be listed in either place. */
    protected Set<Fault> impossible() {
        return Set.of();
    }

    /** A new channel that takes each refresh token once; empty where the channel rotates none. */
    protected Optional<RotatingChannel> rotation() {
        return Optional.empty();
    }

    /** What the channel pushes; empty where it pushes nothing. */
    protected List<PushExample> pushes() {
        return List.of();
    }

    /** A push as the channel would sign it. By default Standard Webhooks with the setting {@code webhook-secret}. */
    protected WebhookRequest signed(String eventId, Instant at, byte[] body) {
        return Webhooks.signed(Secret.of(settings().getOrDefault("webhook-secret", "")), eventId, at, body);
    }

    /** A push signed with a secret that is not the connection's. */
    protected WebhookRequest signedByAStranger(String eventId, Instant at, byte[] body) {
        return Webhooks.signed(Webhooks.secret(), eventId, at, body);
    }

    /** Headers without which a push is refused. */
    protected List<String> signatureHeaders() {
        return List.of("webhook-id", "webhook-timestamp", "webhook-signature");
    }

    /** Tokens in the recorded answers, none of which may ever be seen. */
    protected List<String> tokensInAnswers() {
        return List.of();
    }

    /** When the recorded answers were given. */
    protected Instant now() {
        return Instant.parse("2026-03-02T02:00:00Z");
    }

    protected int historyDays() {
        return 60;
    }

    /** How many pages the recorded channel has at most, before a read counts as endless. */
    protected int mostPages() {
        return 500;
    }

    // ---- what the tests share ----

    /** What a connection with {@link #settings()} is. */
    private SourceDescription description() {
        DataSource source = source();
        try {
            return source.describe(Settings.of(source.describe().settings(), settings()));
        } catch (SourceFault e) {
            return fail(
                    "The settings of a working connection are refused: %s",
                    e.sentence().en());
        }
    }

    private List<Stream> pulled() {
        return description().streams().stream()
                .filter(stream -> stream.every().isPresent())
                .toList();
    }

    private boolean isPushed() {
        return description().streams().stream().anyMatch(Stream::pushed);
    }

    private boolean isDropped() {
        return description().streams().stream().anyMatch(Stream::dropped);
    }

    private Settings checkedSettings() {
        return Settings.of(source().describe().settings(), settings());
    }

    private FakeSourceContext context(RecordedGateway gateway) {
        Settings settings = checkedSettings();
        description().settings().stream()
                .filter(setting -> setting.kind() == Setting.Kind.URL)
                .filter(setting -> settings.find(setting).isPresent())
                .forEach(setting -> gateway.allow(settings.url(setting).getHost()));
        return FakeSourceContext.of(gateway, MovableTime.at(now())).withHistoryDays(historyDays());
    }

    private Feed open(FakeSourceContext context) {
        return source().open(checkedSettings(), context);
    }

    private List<Page> readAll(Feed feed, Stream stream) throws SourceFault, InterruptedException {
        List<Page> pages = new ArrayList<>();
        String cursor = null;
        for (int count = 0; count < mostPages(); count++) {
            Page page = feed.read(stream.name(), cursor);
            pages.add(page);
            cursor = page.next() == null ? cursor : page.next();
            if (!page.more()) {
                return pages;
            }
        }
        return fail(
                "Stream %s did not come to an end within %d pages: mind Page.more and the cursor.",
                stream.name(), mostPages());
    }

    private static List<Row> rows(List<Page> pages) {
        return pages.stream().flatMap(page -> page.rows().stream()).toList();
    }

    private List<String> secrets(FakeSourceContext context) {
        List<String> secrets = new ArrayList<>(tokensInAnswers());
        Settings settings = checkedSettings();
        description().settings().stream()
                .filter(setting -> setting.kind() == Setting.Kind.SECRET)
                .forEach(setting -> settings.find(setting).ifPresent(secrets::add));
        context.tokens().everSaved().forEach(token -> secrets.add(token.reveal()));
        return secrets;
    }

    private void holdsNoSecret(FakeSourceContext context, String... texts) {
        for (String text : texts) {
            for (String secret : secrets(context)) {
                assertThat(text.contains(secret))
                        .as("a secret can be seen in: %s", text.replace(secret, "[secret]"))
                        .isFalse();
            }
        }
    }

    private void holdsNoSecret(FakeSourceContext context, Text text) {
        holdsNoSecret(context, text.zh(), text.en());
    }

    @Nested
    @DisplayName("The description")
    class Description {

        @Test
        @DisplayName("is complete in Chinese and English")
        void complete_in_both_languages() {
            assertThat(DescriptionCheck.texts(description())).isEmpty();
        }

        @Test
        @DisplayName("has well-formed and unique names")
        void well_formed_names() {
            assertThat(DescriptionCheck.names(description())).isEmpty();
        }

        @Test
        @DisplayName("is the same at every call")
        void same_at_every_call() {
            assertThat(source().describe()).isEqualTo(source().describe());
            assertThat(description()).isEqualTo(description());
        }

        @Test
        @DisplayName("comes from a stateless class that the host finds")
        void the_host_finds_the_class() {
            Class<?> type = source().getClass();
            assertThat(type.isAnnotationPresent(Extension.class))
                    .as("%s carries @Extension", type.getName())
                    .isTrue();
            assertThat(Arrays.stream(type.getConstructors())
                            .anyMatch(constructor -> constructor.getParameterCount() == 0))
                    .as("%s is public with a public constructor without parameters", type.getName())
                    .matches(found -> found && Modifier.isPublic(type.getModifiers()));
            assertThat(Arrays.stream(type.getDeclaredFields())
                            .filter(field -> !Modifier.isStatic(field.getModifiers()))
                            .filter(field -> !field.isSynthetic()))
                    .as("fields of %s, which must be stateless", type.getName())
                    .isEmpty();
            assertThat(extensionIndex(type))
                    .as("META-INF/extensions.idx, which PF4J's annotation processor writes")
                    .contains(type.getName());
        }

        private static String extensionIndex(Class<?> type) {
            StringBuilder index = new StringBuilder();
            try {
                for (URL url : Collections.list(type.getClassLoader().getResources("META-INF/extensions.idx"))) {
                    try (var stream = url.openStream()) {
                        index.append(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                                .append('\n');
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return index.toString();
        }

        @TestFactory
        @DisplayName("declares streams that can be stored:")
        List<DynamicTest> streams_can_be_stored() {
            return description().streams().stream()
                    .map(stream ->
                            DynamicTest.dynamicTest(stream.name(), () -> assertThat(DescriptionCheck.stream(stream))
                                    .isEmpty()))
                    .toList();
        }

        @Test
        @DisplayName("reports columns that are checked but not stored")
        void reports_columns_that_are_not_stored(TestReporter reporter) {
            for (Stream stream : description().streams()) {
                List<String> names = DescriptionCheck.notStored(stream);
                if (!names.isEmpty()) {
                    reporter.publishEntry(stream.name() + ": checked, not stored", String.join(", ", names));
                }
                assertThat(names).hasSizeLessThan(stream.columns().size());
            }
        }
    }

    @Nested
    @DisplayName("The settings")
    class SettingsForm {

        @Test
        @DisplayName("keep secrets apart and addresses safe")
        void secrets_apart() {
            assertThat(DescriptionCheck.settings(description())).isEmpty();
        }

        @Test
        @DisplayName("accept the values of a working connection")
        void accept_working_values() {
            assertThat(Settings.check(description().title(), description().settings(), settings())
                            .problems())
                    .isEmpty();
        }

        @TestFactory
        @DisplayName("name a missing value:")
        List<DynamicTest> name_a_missing_value() {
            return description().settings().stream()
                    .filter(setting -> setting.required() && setting.defaultValue() == null)
                    .map(setting -> DynamicTest.dynamicTest(setting.key(), () -> {
                        Map<String, String> values = new HashMap<>(settings());
                        values.remove(setting.key());
                        List<Settings.Problem> problems = Settings.check(
                                        description().title(), description().settings(), values)
                                .problems();
                        assertThat(problems).hasSize(1);
                        Text sentence = problems.getFirst().sentence();
                        assertThat(sentence.zh()).contains(setting.key());
                        assertThat(sentence.en()).contains(setting.key());
                    }))
                    .toList();
        }

        @Test
        @DisplayName("print no secret, and neither does the source or the feed")
        void print_no_secret() {
            FakeSourceContext context = context(channel());
            try (Feed feed = open(context)) {
                holdsNoSecret(context, checkedSettings().toString(), source().toString(), feed.toString());
            }
        }
    }

    @Nested
    @DisplayName("A connection")
    class Connection {

        @Test
        @DisplayName("opens without the network")
        void opens_without_the_network() {
            FakeSourceContext context = context(channel());
            try (Feed feed = open(context)) {
                assertThat(feed).isNotNull();
            }
            assertThat(context.gateway().requests()).isEmpty();
            assertThat(context.gateway().refused()).isEmpty();
        }

        @Test
        @DisplayName("says in both languages that the settings work")
        void says_that_the_settings_work() throws Exception {
            FakeSourceContext context = context(channel());
            try (Feed feed = open(context)) {
                Text sentence = feed.check();
                holdsNoSecret(context, sentence);
                assertThat(context.gateway().refused()).isEmpty();
            }
        }

        @Test
        @DisplayName("may be closed twice")
        void may_be_closed_twice() {
            Feed feed = open(context(channel()));
            feed.close();
            assertThatCode(feed::close).doesNotThrowAnyException();
        }

        @Test
        @DisplayName("keeps no tokens where the channel rotates none")
        void keeps_no_tokens_where_none_rotate() throws Exception {
            assumeTrue(rotation().isEmpty(), "tokens rotate");
            FakeSourceContext context = context(channel());
            try (Feed feed = open(context)) {
                feed.check();
            }
            assertThat(context.tokens().savedOutsideExclusiveWork()).isEmpty();
        }
    }

    @Nested
    @DisplayName("Reading")
    class Reading {

        @Test
        @DisplayName("brings rows that fit the declared columns")
        void rows_fit_the_columns() throws Exception {
            assumeFalse(pulled().isEmpty(), "nothing is pulled");
            for (Stream stream : pulled()) {
                try (Feed feed = open(context(channel()))) {
                    List<Row> rows = rows(readAll(feed, stream));
                    assertThat(rows)
                            .as("recorded rows of stream %s", stream.name())
                            .isNotEmpty();
                    assertThat(rows).allSatisfy(row -> assertThat(RowCheck.problems(stream, row))
                            .isEmpty());
                }
            }
        }

        @Test
        @DisplayName("identifies each row by its key, whatever page it comes on")
        void rows_have_keys() throws Exception {
            assumeFalse(pulled().isEmpty(), "nothing is pulled");
            for (Stream stream : pulled()) {
                try (Feed feed = open(context(channel()))) {
                    for (Page page : readAll(feed, stream)) {
                        List<List<String>> keys = page.rows().stream()
                                .map(row -> stream.primaryKey().stream()
                                        .map(key -> String.valueOf(row.values().get(key)))
                                        .toList())
                                .toList();
                        assertThat(keys)
                                .as("keys on one page of stream %s", stream.name())
                                .doesNotHaveDuplicates();
                    }
                }
            }
        }

        @Test
        @DisplayName("gives the same rows for the same cursor, on another server too")
        void same_cursor_same_rows() throws Exception {
            assumeFalse(pulled().isEmpty(), "nothing is pulled");
            for (Stream stream : pulled()) {
                RecordedGateway gateway = channel();
                FakeSourceContext first = context(gateway);
                FakeSourceContext second = context(gateway).withTokens(first.tokens());
                String cursor = null;
                for (int count = 0; count < mostPages(); count++) {
                    Page page;
                    Page again;
                    try (Feed feed = open(first)) {
                        page = feed.read(stream.name(), cursor);
                    }
                    try (Feed feed = open(second)) {
                        again = feed.read(stream.name(), cursor);
                    }
                    assertThat(again.rows()).isEqualTo(page.rows());
                    assertThat(again.next()).isEqualTo(page.next());
                    cursor = page.next() == null ? cursor : page.next();
                    if (!page.more()) {
                        break;
                    }
                }
            }
        }

        @Test
        @DisplayName("comes to an end, and to an end again from there")
        void comes_to_an_end() throws Exception {
            assumeFalse(pulled().isEmpty(), "nothing is pulled");
            for (Stream stream : pulled()) {
                try (Feed feed = open(context(channel()))) {
                    List<Page> pages = readAll(feed, stream);
                    String cursor = pages.getLast().next();
                    for (int count = 0; ; count++) {
                        Page page = feed.read(stream.name(), cursor);
                        cursor = page.next() == null ? cursor : page.next();
                        if (!page.more()) {
                            break;
                        }
                        assertThat(count)
                                .as("pages of stream %s after its end", stream.name())
                                .isLessThan(pages.size());
                    }
                }
            }
        }

        @Test
        @DisplayName("goes to the hosts of the settings and to no other")
        void goes_to_declared_hosts() throws Exception {
            assumeFalse(pulled().isEmpty(), "nothing is pulled");
            FakeSourceContext context = context(channel());
            try (Feed feed = open(context)) {
                for (Stream stream : pulled()) {
                    readAll(feed, stream);
                }
            }
            assertThat(context.gateway().refused()).isEmpty();
        }

        @Test
        @DisplayName("keeps secrets out of cursors and rows")
        void keeps_secrets_out_of_cursors() throws Exception {
            assumeFalse(pulled().isEmpty(), "nothing is pulled");
            FakeSourceContext context = context(channel());
            try (Feed feed = open(context)) {
                for (Stream stream : pulled()) {
                    for (Page page : readAll(feed, stream)) {
                        holdsNoSecret(context, String.valueOf(page.next()));
                        page.rows().forEach(row -> holdsNoSecret(context, row.origin() + " " + row.values()));
                    }
                }
            }
        }

        @Test
        @DisplayName("stops within a second when its thread is interrupted")
        void stops_when_interrupted() throws Exception {
            assumeFalse(pulled().isEmpty(), "nothing is pulled");
            for (Stream stream : pulled()) {
                FakeSourceContext context = context(channel().stall());
                AtomicReference<@Nullable Throwable> outcome = new AtomicReference<>();
                Thread reader = Thread.ofPlatform().start(() -> {
                    try (Feed feed = open(context)) {
                        outcome.set(catchThrowable(() -> feed.read(stream.name(), null)));
                    }
                });
                assertThat(context.gateway().awaitRequest(5_000))
                        .as("stream %s asks the channel", stream.name())
                        .isTrue();
                reader.interrupt();
                assertThat(reader.join(Duration.ofSeconds(1)))
                        .as("stream %s stops within a second", stream.name())
                        .isTrue();
                assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
            }
        }

        @Test
        @DisplayName("is refused as a bug of the caller for streams that are only pushed or dropped")
        void is_refused_for_other_streams() {
            List<Stream> others = description().streams().stream()
                    .filter(stream -> stream.every().isEmpty())
                    .toList();
            assumeFalse(others.isEmpty(), "every stream is pulled");
            try (Feed feed = open(context(channel()))) {
                for (Stream stream : others) {
                    SourceFault fault = catchThrowableOfType(SourceFault.class, () -> feed.read(stream.name(), null));
                    assertThat(fault).as("reading stream %s", stream.name()).isNotNull();
                    assertThat(fault.fault()).isEqualTo(Fault.BUG);
                }
            }
        }
    }

    @Nested
    @DisplayName("A failure of the channel")
    class Faults {

        @TestFactory
        @DisplayName("says who must act:")
        List<DynamicTest> says_who_must_act() {
            return faults().stream()
                    .map(example -> DynamicTest.dynamicTest(example.situation(), () -> becomesItsFault(example)))
                    .toList();
        }

        private void becomesItsFault(FaultCase example) throws Exception {
            RecordedGateway gateway = channel();
            example.prepare().accept(gateway);
            FakeSourceContext context = context(gateway);
            try (Feed feed = open(context)) {
                String name =
                        example.stream().orElseGet(() -> pulled().getFirst().name());
                Stream stream = description().stream(name).orElseThrow();
                SourceFault fault = catchThrowableOfType(SourceFault.class, () -> readAll(feed, stream));
                assertThat(fault).as("a fault while reading stream %s", name).isNotNull();
                assertThat(fault.fault()).isEqualTo(example.expected());
                example.retryAfter()
                        .ifPresent(wait -> assertThat(fault.retryAfter()).contains(wait));
                holdsNoSecret(context, fault.sentence());
                holdsNoSecret(context, String.valueOf(fault.getMessage()));
                for (String word : example.mentions()) {
                    assertThat(fault.sentence().zh()).contains(word);
                    assertThat(fault.sentence().en()).contains(word);
                }
            }
        }

        @Test
        @DisplayName("is recorded for every kind of fault")
        void every_fault_is_recorded() {
            assumeFalse(pulled().isEmpty(), "nothing is pulled");
            Set<Fault> missing = EnumSet.complementOf(EnumSet.of(Fault.BUG));
            missing.removeAll(impossible());
            faults().forEach(example -> missing.remove(example.expected()));
            assertThat(missing)
                    .as("faults without an example in faults(); name those that cannot happen in impossible()")
                    .isEmpty();
        }

        @Test
        @DisplayName("is UPSTREAM where the channel cannot be reached")
        void unreachable_is_upstream() {
            assumeFalse(pulled().isEmpty(), "nothing is pulled");
            FakeSourceContext context = context(channel().onEverything(request -> {
                throw new SourceFault(Fault.UPSTREAM, Text.of("无法连接。", "Unreachable."));
            }));
            try (Feed feed = open(context)) {
                for (Stream stream : pulled()) {
                    SourceFault fault = catchThrowableOfType(SourceFault.class, () -> feed.read(stream.name(), null));
                    assertThat(fault).isNotNull();
                    assertThat(fault.fault()).isEqualTo(Fault.UPSTREAM);
                }
            }
        }

        @Test
        @DisplayName("is DATA where the answer is an empty object, and never success")
        void an_empty_object_is_no_success() {
            assumeFalse(pulled().isEmpty(), "nothing is pulled");
            FakeSourceContext context = context(channel().onEverything(request -> RecordedReply.json("{}")));
            try (Feed feed = open(context)) {
                for (Stream stream : pulled()) {
                    SourceFault fault = catchThrowableOfType(SourceFault.class, () -> feed.read(stream.name(), null));
                    assertThat(fault).as("stream %s", stream.name()).isNotNull();
                    assertThat(fault.fault()).isEqualTo(Fault.DATA);
                }
            }
        }
    }

    @Nested
    @DisplayName("A token that rotates")
    class Tokens {

        @Test
        @Timeout(30)
        @DisplayName("is refreshed once, however many threads and servers need it")
        void is_refreshed_once() throws Exception {
            RotatingChannel channel = rotating();
            InMemoryTokenStore store = new InMemoryTokenStore();
            readAtOnce(channel, store);
            assertThat(channel.refreshCount()).as("refreshes at the first read").isEqualTo(1);
            channel.expire().run();
            readAtOnce(channel, store);
            assertThat(channel.refreshCount())
                    .as("refreshes after the token expired once")
                    .isEqualTo(2);
            assertThat(store.savedOutsideExclusiveWork())
                    .as("tokens saved outside TokenStore.exclusively")
                    .isEmpty();
        }

        private void readAtOnce(RotatingChannel channel, InMemoryTokenStore store) throws Exception {
            String stream = pulled().getFirst().name();
            CyclicBarrier start = new CyclicBarrier(READERS);
            try (Feed one = open(context(channel.gateway()).withTokens(store));
                    Feed other = open(context(channel.gateway()).withTokens(store));
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Page>> readers = new ArrayList<>();
                for (int reader = 0; reader < READERS; reader++) {
                    Feed feed = reader % 2 == 0 ? one : other;
                    Callable<Page> read = () -> {
                        start.await();
                        return feed.read(stream, null);
                    };
                    readers.add(threads.submit(read));
                }
                for (Future<Page> reader : readers) {
                    try {
                        assertThat(reader.get().next()).isNotNull();
                    } catch (ExecutionException e) {
                        fail("A reader failed while the token was refreshed.", e.getCause());
                    }
                }
            }
        }

        @Test
        @DisplayName("is used only after it is stored")
        void is_used_only_after_it_is_stored() {
            RotatingChannel channel = rotating();
            InMemoryTokenStore store = new InMemoryTokenStore();
            store.crashBeforeNextSave();
            try (Feed feed = open(context(channel.gateway()).withTokens(store))) {
                assertThat(catchThrowable(() -> feed.read(pulled().getFirst().name(), null)))
                        .isInstanceOf(SimulatedCrash.class);
            }
            List<Request> requests = channel.gateway().requests();
            assertThat(requests).isNotEmpty();
            assertThat(channel.refreshes())
                    .as("nothing follows a refresh whose tokens were not stored; last came %s", requests.getLast())
                    .accepts(requests.getLast());
        }

        @Test
        @DisplayName("survives a crash right after it was stored")
        void survives_a_crash() throws Exception {
            RotatingChannel channel = rotating();
            InMemoryTokenStore store = new InMemoryTokenStore();
            store.crashAfterNextSave();
            String stream = pulled().getFirst().name();
            try (Feed feed = open(context(channel.gateway()).withTokens(store))) {
                assertThat(catchThrowable(() -> feed.read(stream, null))).isInstanceOf(SimulatedCrash.class);
            }
            try (Feed feed = open(context(channel.gateway()).withTokens(store))) {
                assertThat(feed.read(stream, null).next()).isNotNull();
            }
            channel.expire().run();
            try (Feed feed = open(context(channel.gateway()).withTokens(store))) {
                assertThat(feed.read(stream, null).next()).isNotNull();
            }
        }

        private RotatingChannel rotating() {
            Optional<RotatingChannel> channel = rotation();
            assumeTrue(channel.isPresent(), "no tokens rotate");
            return channel.get();
        }
    }

    @Nested
    @DisplayName("A push")
    class Pushes {

        @TestFactory
        @DisplayName("that is genuine brings its rows:")
        List<DynamicTest> genuine_brings_rows() {
            return pushes().stream()
                    .map(example -> DynamicTest.dynamicTest(example.situation(), () -> bringsItsRows(example)))
                    .toList();
        }

        private void bringsItsRows(PushExample example) throws Exception {
            try (Feed feed = open(context(channel()))) {
                WebhookDelivery delivery = receiver(feed).receive(signed("evt-1", now(), bytes(example)));
                Map<String, Integer> counts = new HashMap<>();
                delivery.rows().forEach((stream, rows) -> {
                    if (!rows.isEmpty()) {
                        counts.put(stream, rows.size());
                    }
                    Stream declared = description().stream(stream).orElseThrow();
                    assertThat(declared.pushed())
                            .as("stream %s is declared as pushed", stream)
                            .isTrue();
                    assertThat(rows).allSatisfy(row -> assertThat(RowCheck.problems(declared, row))
                            .isEmpty());
                });
                assertThat(counts).isEqualTo(example.rows());
            }
        }

        @Test
        @DisplayName("has an example for every pushed stream, and none where nothing is pushed")
        void has_examples() {
            List<String> declared = description().streams().stream()
                    .filter(Stream::pushed)
                    .map(Stream::name)
                    .toList();
            assertThat(pushes().stream()
                            .flatMap(example -> example.rows().keySet().stream())
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(declared);
        }

        @Test
        @DisplayName("keeps its event's id when it is sent again")
        void keeps_its_id() throws Exception {
            try (Feed feed = open(context(channel()))) {
                PushExample example = anExample();
                WebhookFeed receiver = receiver(feed);
                WebhookDelivery first = receiver.receive(signed("evt-7", now(), bytes(example)));
                WebhookDelivery again = receiver.receive(signed("evt-7", now().plusSeconds(90), bytes(example)));
                WebhookDelivery other = receiver.receive(signed("evt-8", now(), bytes(example)));
                assertThat(again).isEqualTo(first);
                assertThat(other.eventId()).isNotEqualTo(first.eventId());
            }
        }

        @Test
        @DisplayName("signed by a stranger is refused with 401")
        void a_stranger_is_refused() {
            isRefused(401, signedByAStranger("evt-1", now(), bytes(anExample())));
        }

        @Test
        @DisplayName("whose body was changed is refused with 401")
        void a_changed_body_is_refused() {
            PushExample example = anExample();
            isRefused(
                    401,
                    Webhooks.withBody(
                            signed("evt-1", now(), bytes(example)),
                            (example.body() + " ").getBytes(StandardCharsets.UTF_8)));
        }

        @Test
        @DisplayName("that comes ten minutes late or early is refused with 401")
        void a_late_one_is_refused() {
            isRefused(401, signed("evt-1", now().minus(Duration.ofMinutes(10)), bytes(anExample())));
            isRefused(401, signed("evt-1", now().plus(Duration.ofMinutes(10)), bytes(anExample())));
        }

        @TestFactory
        @DisplayName("is refused with 401 without its header")
        List<DynamicTest> a_missing_header_is_refused() {
            return isPushed()
                    ? signatureHeaders().stream()
                            .map(header -> DynamicTest.dynamicTest(
                                    header,
                                    () -> isRefused(
                                            401, Webhooks.without(signed("evt-1", now(), bytes(anExample())), header))))
                            .toList()
                    : List.of();
        }

        @Test
        @DisplayName("that is genuine but no readable event is refused with 400")
        void a_malformed_one_is_refused() {
            anExample();
            for (String body : List.of("", "{", "[]", "\"text\"", "null", "{}", "{\"data\":5}")) {
                isRefused(400, signed("evt-1", now(), body.getBytes(StandardCharsets.UTF_8)));
            }
        }

        @Test
        @DisplayName("is taken by no source without pushed streams")
        void not_taken_without_pushed_streams() {
            assumeFalse(isPushed() || isDropped(), "this source is pushed to");
            try (Feed feed = open(context(channel()))) {
                assertThat(feed).isNotInstanceOf(WebhookFeed.class);
            }
        }

        @Test
        @DisplayName("of a file is verified like any other, or refused where no file is dropped")
        void an_upload_is_verified() {
            assumeTrue(isPushed() || isDropped(), "nothing is pushed");
            byte[] file = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
            try (Feed feed = open(context(channel()))) {
                WebhookFeed receiver = receiver(feed);
                if (isDropped()) {
                    assertThatCode(() -> receiver.verifyUpload(signed("file-1", now(), file)))
                            .doesNotThrowAnyException();
                    refusal(401, () -> receiver.verifyUpload(signedByAStranger("file-1", now(), file)));
                } else {
                    refusal(401, () -> receiver.verifyUpload(signed("file-1", now(), file)));
                }
            }
        }

        private void isRefused(int status, WebhookRequest request) {
            try (Feed feed = open(context(channel()))) {
                WebhookFeed receiver = receiver(feed);
                refusal(status, () -> receiver.receive(request));
            }
        }

        private void refusal(int status, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
            WebhookRejection rejection = catchThrowableOfType(WebhookRejection.class, call);
            assertThat(rejection).as("a refusal with %d", status).isNotNull();
            assertThat(rejection.status()).isEqualTo(status);
            holdsNoSecret(context(channel()), String.valueOf(rejection.getMessage()));
        }

        private PushExample anExample() {
            assumeTrue(isPushed(), "nothing is pushed");
            return pushes().getFirst();
        }

        private static byte[] bytes(PushExample example) {
            return example.body().getBytes(StandardCharsets.UTF_8);
        }

        private static WebhookFeed receiver(Feed feed) {
            assertThat(feed)
                    .as("the feed of a source with pushed or dropped streams")
                    .isInstanceOf(WebhookFeed.class);
            return (WebhookFeed) feed;
        }
    }
}
