package cockpit.core.live;

import static cockpit.core.live.World.TODAY;
import static cockpit.core.live.World.tile;
import static cockpit.core.live.World.viewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.ingest.Freshness;
import cockpit.core.live.World.FigureWidget;
import cockpit.core.live.World.Notebook;
import cockpit.core.metric.Comparison;
import cockpit.core.metric.Dimension;
import cockpit.core.metric.Gap;
import cockpit.core.metric.MetricQuery;
import cockpit.core.metric.MetricRefused;
import cockpit.core.metric.Period;
import cockpit.core.tenant.AccessDenied;
import cockpit.core.tenant.OrgUnit;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.WarehouseFault;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import cockpit.spi.widget.Chart;
import cockpit.spi.widget.Custom;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Notice;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@DisplayName("The frame channel")
@Timeout(60)
class LiveBoardsTest {

    private final World world = new World();
    private final LiveBoards live = world.boards();

    @AfterEach
    void close() {
        live.close();
    }

    private Board board(Viewer viewer, TileRequest... tiles) {
        Board board = live.open(viewer);
        board.show(List.of(tiles));
        world.time.settle();
        return board;
    }

    private Notebook read(TileRequest... tiles) {
        return Notebook.on(board(viewer("u", "HQ"), tiles));
    }

    @Nested
    @DisplayName("shares")
    class Shares {

        @Test
        void one_query_and_one_frame_among_a_hundred_readers_of_one_scope() {
            List<Notebook> readers = new ArrayList<>();
            for (int index = 0; index < 100; index++) {
                Board board = live.open(viewer("u" + index, "HQ"));
                board.show(List.of(tile("t1", "figure", "leads")));
                readers.add(Notebook.on(board));
            }
            world.time.settle();

            assertThat(world.queries).hasSize(1);
            byte[] bytes = readers.getFirst().bytes.getFirst();
            assertThat(readers)
                    .allSatisfy(
                            reader -> assertThat(reader.bytes).singleElement().isSameAs(bytes));
        }

        @Test
        void nothing_between_different_scopes() {
            board(viewer("a", "HQ"), tile("t1", "figure", "leads"));
            board(viewer("b", "EAST"), tile("t1", "figure", "leads"));
            board(viewer("c", "S1"), tile("t1", "figure", "leads"));

            assertThat(world.askers).extracting(Viewer::orgUnit).containsExactly("HQ", "EAST", "S1");
        }

        @Test
        void nothing_between_languages() {
            board(viewer("a", "HQ"), tile("t1", "figure", "leads"));
            board(viewer("b", "HQ").in(Locale.UK), tile("t1", "figure", "leads"));
            board(viewer("c", "HQ").in(Locale.ENGLISH), tile("t1", "figure", "leads"));

            assertThat(world.askers)
                    .extracting(Viewer::locale)
                    .containsExactly(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH);
        }

        @Test
        void and_stops_when_nobody_looks() {
            Board board = board(viewer("a", "HQ"), tile("t1", "figure", "leads"));
            board.show(List.of());

            world.change(Dataset.LEAD, TODAY, "S1");
            world.time.pass(Duration.ofSeconds(1));

            assertThat(world.queries).hasSize(1);
            assertThat(live.streams()).isZero();
        }

        @Test
        void keeps_unchanged_tiles_when_a_board_shows_others() {
            Board board = board(viewer("a", "HQ"), tile("t1", "figure", "leads"), tile("t2", "figure", "gmv"));
            Notebook notebook = Notebook.on(board);

            board.show(List.of(tile("t1", "figure", "leads"), tile("t2", "figure", "leads")));
            world.time.settle();

            assertThat(notebook.frames)
                    .extracting(frame -> frame.get("tile").asString())
                    .containsExactly("t1", "t2", "t2");
        }
    }

    @Nested
    @DisplayName("follows changes")
    class Changes {

        @Test
        void of_the_dataset_days_and_units_that_it_reads_and_no_others() {
            board(viewer("a", "EAST"), tile("t1", "figure", "leads"));

            world.change(Dataset.ORDER, TODAY, "S1");
            world.change(Dataset.LEAD, TODAY.minusDays(1), "S1");
            world.change(Dataset.LEAD, TODAY, "S2", "");
            world.time.pass(Duration.ofMillis(500));
            assertThat(world.queries).hasSize(1);

            world.change(Dataset.LEAD, TODAY, "S2", "S1");
            world.time.pass(Duration.ofMillis(500));
            assertThat(world.queries).hasSize(2);
        }

        @Test
        void of_facts_without_a_unit_for_those_who_see_the_whole_tree() {
            board(viewer("a", "HQ"), tile("t1", "figure", "leads"));

            world.change(Dataset.LEAD, TODAY, "");
            world.time.pass(Duration.ofMillis(300));

            assertThat(world.queries).hasSize(2);
        }

        @Test
        void at_most_every_quarter_of_a_second_and_ends_with_the_last() {
            Notebook notebook = read(tile("t1", "figure", "leads"));

            for (int index = 0; index < 100; index++) {
                world.value.incrementAndGet();
                world.change(Dataset.LEAD, TODAY, "S1");
                world.time.pass(Duration.ofMillis(10));
            }
            world.time.pass(Duration.ofMillis(250));

            assertThat(world.queries.size()).isBetween(4, 6);
            assertThat(notebook.lastValue()).isEqualTo(world.value.get());
        }

        @Test
        void and_sends_nothing_where_the_drawing_stays() {
            Notebook notebook = read(tile("t1", "figure", "leads"));

            world.change(Dataset.LEAD, TODAY, "S1");
            world.time.pass(Duration.ofSeconds(2));

            assertThat(world.queries).hasSize(2);
            assertThat(notebook.frames).hasSize(1);
        }

        @Test
        void that_came_while_it_ran() {
            Notebook notebook = read(tile("t1", "figure", "leads"));
            world.answer = _ -> {
                BigDecimal before = BigDecimal.valueOf(world.value.get());
                if (world.value.get() == 2) {
                    world.value.set(3);
                    world.change(Dataset.LEAD, TODAY, "S1");
                }
                return before;
            };

            world.value.set(2);
            world.change(Dataset.LEAD, TODAY, "S1");
            world.time.pass(Duration.ofSeconds(1));

            assertThat(notebook.lastValue()).isEqualTo(3);
        }

        @Test
        void and_loses_none_with_many_threads() throws Exception {
            ScheduledExecutorService workers = LiveBoards.workers();
            AtomicLong stored = new AtomicLong();
            CountDownLatch arrived = new CountDownLatch(3);
            world.answer = _ -> BigDecimal.valueOf(stored.get());
            try (LiveBoards real = new LiveBoards(
                    world.warehouse,
                    world.plugins,
                    world.engine,
                    world.dictionaries,
                    world.tenants,
                    _ -> List.of(),
                    java.time.InstantSource.system(),
                    workers)) {
                TileRequest request = tile(
                        "t1",
                        "figure",
                        "leads",
                        new Period.Fixed(new cockpit.core.metric.DayRange(TODAY, TODAY)),
                        Comparison.NONE);
                long last = 4 * 300;
                for (String unit : List.of("HQ", "EAST", "S1")) {
                    Board board = real.open(viewer(unit, unit));
                    board.show(List.of(request));
                    AtomicLong highest = new AtomicLong();
                    java.util.concurrent.CompletableFuture<Board.Reading> reading =
                            new java.util.concurrent.CompletableFuture<>();
                    reading.complete(board.attach(new Board.Reader() {

                        @Override
                        public void send(long sequence, byte[] frame) {
                            JsonNode json = World.unpack(frame);
                            long seen = json.get("drawing").get("value").asLong();
                            if (highest.getAndSet(seen) > seen) {
                                throw new IllegalStateException("An older frame came after a newer one.");
                            }
                            if (seen == last) {
                                arrived.countDown();
                            }
                            var unused = reading.thenAcceptAsync(open -> open.acknowledge(sequence));
                        }

                        @Override
                        public void end() {}
                    }));
                }
                try (var writers = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
                    for (int writer = 0; writer < 4; writer++) {
                        var unused = writers.submit(() -> {
                            for (int index = 0; index < 300; index++) {
                                stored.incrementAndGet();
                                world.change(Dataset.LEAD, TODAY, "S1");
                            }
                        });
                    }
                }

                assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            } finally {
                workers.shutdownNow();
            }
        }
    }

    @Nested
    @DisplayName("follows the clock")
    class ClockMoves {

        @Test
        void over_midnight() {
            read(tile("t1", "figure", "leads", Period.Moving.TODAY, Comparison.NONE));

            world.time.pass(Duration.ofHours(12).plusSeconds(2));

            MetricQuery last = world.queries.getLast();
            assertThat(last.range().first()).isEqualTo(TODAY.plusDays(1));
        }

        @Test
        void every_minute_where_a_day_is_compared_up_to_now() {
            read(tile("t1", "compared", "leads"));
            assertThat(world.queries.get(1).cutOff()).contains(LocalTime.NOON);
            assertThat(world.queries.get(1).range().last()).isEqualTo(TODAY.minusDays(1));

            world.time.pass(Duration.ofSeconds(62));

            assertThat(world.queries).hasSize(4);
            assertThat(world.queries.getLast().cutOff()).contains(LocalTime.of(12, 1));
        }

        @Test
        void and_leaves_a_whole_day_compared_with_a_whole_day() {
            Notebook notebook =
                    read(tile("t1", "compared", "leads", Period.Moving.YESTERDAY, Comparison.PREVIOUS_PERIOD));

            assertThat(world.queries.get(1).cutOff()).isEmpty();
            assertThat(notebook.last().get("drawing").get("comparedWith").asString())
                    .isEqualTo("前一日");
        }

        @ParameterizedTest
        @CsvSource({
            "TODAY, PREVIOUS_PERIOD, 昨日同时段, 2026-11-10",
            "TODAY, LAST_WEEK, 上周同日同时段, 2026-11-04",
            "LAST_7_DAYS, PREVIOUS_PERIOD, 前 7 天同期, 2026-10-29",
            "THIS_WEEK, LAST_WEEK, 上周同期, 2026-11-02"
        })
        void and_says_what_is_compared(Period.Moving period, Comparison comparison, String words, LocalDate first) {
            Notebook notebook = read(tile("t1", "compared", "leads", period, comparison));

            assertThat(notebook.last().get("drawing").get("comparedWith").asString())
                    .isEqualTo(words);
            assertThat(world.queries.get(1).range().first()).isEqualTo(first);
        }
    }

    @Nested
    @DisplayName("contains what goes wrong")
    class Wrong {

        @Test
        void with_a_widget_that_throws() {
            widget((_, _) -> {
                throw new IllegalStateException("secret detail");
            });

            Notebook notebook = read(tile("bad", "bad", "leads"), tile("good", "figure", "leads"));

            assertState(notebook, "bad", "failed", "插件 bad@1.0.0 绘图出错");
            assertThat(notebook.frames.toString()).doesNotContain("secret detail");
            assertThat(states(notebook)).containsEntry("good", "ok");
        }

        @Test
        void with_a_widget_that_calls_itself_without_end() {
            widget((_, _) -> endless(1));

            assertState(read(tile("bad", "bad", "leads")), "bad", "failed", "绘图出错");
        }

        private Drawing endless(int depth) {
            return depth == 0
                    ? Notice.empty("a", "b")
                    : Notice.empty("a", endless(depth + 1).toString());
        }

        @Test
        void with_a_widget_that_does_not_come_back() {
            CountDownLatch never = new CountDownLatch(1);
            widget((_, _) -> {
                while (never.getCount() > 0) {
                    Thread.onSpinWait();
                }
                return Notice.empty("a", "b");
            });

            assertState(read(tile("bad", "bad", "leads")), "bad", "failed", "绘图用时过长");
            never.countDown();
        }

        @Test
        void with_a_drawing_that_is_too_large() {
            widget((_, _) -> new Notice(Notice.Kind.INFORMATION, "a", "x".repeat(DrawingJson.LARGEST)));

            assertState(read(tile("bad", "bad", "leads")), "bad", "failed", "larger than 1 MB");
        }

        @Test
        void with_custom_data_that_holds_itself() {
            Map<String, Object> data = new HashMap<>();
            data.put("self", data);
            widget((_, _) -> new Custom("a.js", "ck-bad", data));

            assertState(read(tile("bad", "bad", "leads")), "bad", "failed", "nested deeper");
        }

        @Test
        void with_custom_data_that_is_an_object_of_the_plugin() {
            widget((_, _) -> new Custom("a.js", "ck-bad", Map.of("a", new java.util.BitSet())));

            assertState(read(tile("bad", "bad", "leads")), "bad", "failed", "holds a BitSet");
        }

        @Test
        void with_an_element_of_another_plugin() {
            widget((_, _) -> new Custom("a.js", "ck-badly", Map.of()));

            assertState(read(tile("bad", "bad", "leads")), "bad", "failed", "must begin with ck-bad");
        }

        @Test
        void with_a_query_that_makes_no_sense() {
            world.answer = _ -> {
                throw new MetricRefused(Text.of("不能这样拆。", "Not like this."));
            };

            assertState(read(tile("t1", "figure", "leads")), "t1", "failed", "不能这样拆。");
        }

        @Test
        void with_a_warehouse_that_fails_and_comes_back() {
            world.answer = _ -> {
                throw new WarehouseFault("disk", new IllegalStateException());
            };
            Notebook notebook = read(tile("t1", "figure", "leads"));
            assertState(notebook, "t1", "failed", "数据仓库没有及时答复");

            world.answer = _ -> BigDecimal.TEN;
            world.time.pass(Duration.ofSeconds(12));

            assertThat(states(notebook)).containsEntry("t1", "ok");
        }

        @Test
        void with_a_widget_that_is_missing_until_it_is_installed() {
            Notebook notebook = read(tile("t1", "bad", "leads"));
            assertState(notebook, "t1", "missing", "图形“bad”的插件没有安装");

            widget((_, _) -> Notice.empty("空", "等数据"));
            world.pluginListeners.forEach(Runnable::run);
            world.time.pass(Duration.ofMillis(300));

            assertThat(states(notebook)).containsEntry("t1", "empty");
        }

        @Test
        void with_a_slot_that_is_not_bound() {
            assertState(read(tile("t1", "figure", "")), "t1", "empty", "请在属性面板为“指标”选择指标。");
        }

        @Test
        void with_a_metric_that_is_gone() {
            assertState(read(tile("t1", "figure", "gone")), "t1", "empty", "指标字典里没有 gone");
        }

        @Test
        void with_an_option_that_is_no_number() {
            TileRequest request = tile("t1", "figure", "leads");
            assertState(
                    read(new TileRequest(
                            "t1",
                            "figure",
                            request.bindings(),
                            Map.of("top", "many"),
                            request.period(),
                            request.comparison(),
                            Set.of(),
                            Optional.empty())),
                    "t1",
                    "failed",
                    "设置 top 应为整数");
        }

        @Test
        void with_a_filter_outside_of_the_viewers_scope() {
            Board board = board(
                    viewer("a", "EAST"),
                    new TileRequest(
                            "t1",
                            "figure",
                            Map.of("measure", List.of("leads")),
                            Map.of(),
                            Period.Moving.TODAY,
                            Comparison.NONE,
                            Set.of(),
                            Optional.of("S2")));

            assertState(Notebook.on(board), "t1", "denied", "看不到所选组织");
            assertThat(world.queries).isEmpty();
        }

        @Test
        void with_a_metric_that_is_known_higher_in_the_org_tree_only() {
            widget((_, _) -> Notice.empty("暂无数据", "数据到达后自动显示"));
            world.nothing = Set.of("leads");
            world.gaps = List.of(
                    new Gap(World.metric("leads"), Dataset.LEAD, OrgUnit.Level.REGION, OrgUnit.Level.STORE, false));

            Notebook notebook = Notebook.on(board(viewer("a", "S1"), tile("t1", "bad", "leads")));
            assertState(notebook, "t1", "empty", "只记录到大区，不分门店。");

            world.gaps = List.of();
            world.change(Dataset.LEAD, TODAY, "EAST");
            world.time.pass(Duration.ofMillis(300));
            assertState(notebook, "t1", "empty", "数据到达后自动显示");
        }

        @Test
        void of_which_some_have_no_value_with_a_word_in_the_foot() {
            widget((_, _) -> new Chart(Chart.Kind.LINE, List.of(), List.of()));
            world.gaps = List.of(
                    new Gap(World.metric("gmv"), Dataset.ORDER, OrgUnit.Level.REGION, OrgUnit.Level.STORE, false));
            world.nothing = Set.of("gmv");
            TileRequest request = new TileRequest(
                    "t1",
                    "bad",
                    Map.of("measure", List.of("leads", "gmv")),
                    Map.of(),
                    Period.Moving.TODAY,
                    Comparison.NONE,
                    Set.of(),
                    Optional.empty());

            Notebook notebook = read(request);

            assertThat(notebook.last().get("state").asString()).isEqualTo("ok");
            assertThat(notebook.last().get("freshness").get("sentence").asString())
                    .isEqualTo("gmv：只记录到大区");
        }

        @Test
        void and_tells_the_english_in_english() {
            Board board = board(viewer("a", "HQ").in(Locale.ENGLISH), tile("t1", "nowhere", "leads"));

            assertState(Notebook.on(board), "t1", "missing", "The plugin of widget “nowhere” is not installed");
        }

        private void widget(
                java.util.function.BiFunction<cockpit.spi.widget.WidgetData, cockpit.spi.widget.DrawContext, Drawing>
                        drawing) {
            world.widgets.put("bad", new FigureWidget(Set.of(), drawing));
        }

        private void assertState(Notebook notebook, String tile, String state, String sentence) {
            JsonNode frame = notebook.frames.stream()
                    .filter(one -> one.get("tile").asString().equals(tile))
                    .reduce((_, later) -> later)
                    .orElseThrow();
            assertThat(frame.get("state").asString()).isEqualTo(state);
            assertThat(frame.get("drawing").get("kind").asString()).isEqualTo("notice");
            assertThat(frame.get("drawing").get("sentence").asString()).contains(sentence);
        }

        private Map<String, String> states(Notebook notebook) {
            Map<String, String> states = new HashMap<>();
            notebook.frames.forEach(frame ->
                    states.put(frame.get("tile").asString(), frame.get("state").asString()));
            return states;
        }
    }

    @Nested
    @DisplayName("paces readers")
    class Pace {

        @Test
        void with_two_frames_under_way_and_then_only_the_latest() {
            Board board = board(viewer("a", "HQ"), tile("t1", "figure", "leads"));
            Notebook slow = Notebook.on(board, false);

            for (int index = 0; index < 10; index++) {
                world.value.incrementAndGet();
                world.change(Dataset.LEAD, TODAY, "S1");
                world.time.pass(Duration.ofMillis(250));
            }
            assertThat(slow.frames).hasSize(2);

            slow.acknowledge(0);
            assertThat(slow.frames).hasSize(3);
            assertThat(slow.lastValue()).isEqualTo(11);
            slow.acknowledge(1);
            slow.acknowledge(2);
            assertThat(slow.frames).hasSize(3);
        }

        @Test
        void and_counts_no_acknowledgement_twice_or_of_frames_never_sent() {
            Board board = board(
                    viewer("a", "HQ"),
                    tile("t1", "figure", "leads"),
                    tile("t2", "figure", "leads"),
                    tile("t3", "figure", "leads"),
                    tile("t4", "figure", "leads"));
            Notebook slow = Notebook.on(board, false);

            slow.acknowledge(0);
            slow.acknowledge(0);
            java.util.Objects.requireNonNull(slow.reading).acknowledge(999_999);

            assertThat(slow.frames).hasSize(3);
        }

        @Test
        void and_lets_nobody_wait_for_the_slow() {
            Board board = board(viewer("a", "HQ"), tile("t1", "figure", "leads"));
            Notebook.on(board, false);
            Notebook prompt = Notebook.on(board(viewer("b", "HQ"), tile("t1", "figure", "leads")));

            for (int index = 0; index < 5; index++) {
                world.value.incrementAndGet();
                world.change(Dataset.LEAD, TODAY, "S1");
                world.time.pass(Duration.ofMillis(250));
            }

            assertThat(prompt.frames).hasSize(6);
        }

        @Test
        void and_gives_a_new_reader_everything_and_sends_the_old_one_off() {
            Board board = board(viewer("a", "HQ"), tile("t1", "figure", "leads"), tile("t2", "figure", "gmv"));
            Notebook first = Notebook.on(board);
            Notebook second = Notebook.on(board);
            java.util.Objects.requireNonNull(first.reading).close();

            world.value.set(5);
            world.change(Dataset.LEAD, TODAY, "S1");
            world.time.pass(Duration.ofMillis(250));

            assertThat(first.ended).isTrue();
            assertThat(first.frames).hasSize(2);
            assertThat(second.frames).hasSize(3);
        }

        @Test
        void and_gives_up_a_reader_that_fails() {
            Board board = board(viewer("a", "HQ"), tile("t1", "figure", "leads"), tile("t2", "figure", "gmv"));
            AtomicLong calls = new AtomicLong();
            board.attach(new Board.Reader() {
                @Override
                public void send(long sequence, byte[] frame) {
                    calls.incrementAndGet();
                    throw new IllegalStateException("gone");
                }

                @Override
                public void end() {}
            });

            world.value.set(5);
            world.change(Dataset.LEAD, TODAY, "S1");
            world.time.pass(Duration.ofMillis(250));

            assertThat(calls).hasValue(1);
        }
    }

    @Nested
    @DisplayName("gives out boards")
    class Boards {

        @Test
        void with_tickets_that_cannot_be_guessed() {
            String one = live.open(viewer("a", "HQ")).ticket();
            String other = live.open(viewer("a", "HQ")).ticket();

            assertThat(one).matches("[A-Za-z0-9_-]{32}").isNotEqualTo(other);
        }

        @Test
        void and_says_whose_a_ticket_is() {
            Board board = live.open(viewer("a", "EAST"));

            assertThat(live.find(board.ticket())).map(Board::viewer).contains(viewer("a", "EAST"));
            assertThat(live.find("guess")).isEmpty();
        }

        @Test
        void only_to_those_who_may_look() {
            assertThatThrownBy(() -> live.open(
                            new Viewer("t", "x", "x", Set.of(Right.MANAGE_USERS), "HQ", Locale.SIMPLIFIED_CHINESE)))
                    .isInstanceOf(AccessDenied.class);
        }

        @Test
        void and_closes_those_without_a_reader_after_two_minutes() {
            Board board = board(viewer("a", "HQ"), tile("t1", "figure", "leads"));

            world.time.pass(Duration.ofSeconds(115));
            assertThat(live.find(board.ticket())).isPresent();
            world.time.pass(Duration.ofSeconds(10));

            assertThat(live.find(board.ticket())).isEmpty();
            assertThat(live.streams()).isZero();
        }

        @Test
        void and_keeps_those_that_are_read() {
            Board board = board(viewer("a", "HQ"), tile("t1", "figure", "leads"));
            Notebook notebook = Notebook.on(board);

            world.time.pass(Duration.ofMinutes(10));
            assertThat(live.find(board.ticket())).isPresent();
            java.util.Objects.requireNonNull(notebook.reading).close();
            world.time.pass(Duration.ofMinutes(3));

            assertThat(live.find(board.ticket())).isEmpty();
        }

        @Test
        void and_takes_them_back_when_a_viewers_rights_change() {
            Board board = board(viewer("a", "HQ"), tile("t1", "figure", "leads"));
            Notebook notebook = Notebook.on(board);

            live.closeBoards(viewer -> viewer.user().equals("a"));

            assertThat(notebook.ended).isTrue();
            assertThat(live.find(board.ticket())).isEmpty();
        }

        @Test
        void but_no_more_than_a_person_can_use() {
            Board first = live.open(viewer("a", "HQ"));
            for (int index = 0; index < 64; index++) {
                live.open(viewer("a", "HQ"));
            }

            assertThat(live.find(first.ticket())).isEmpty();
        }
    }

    @Nested
    @DisplayName("writes frames")
    class Frames {

        @Test
        void as_they_are_described() {
            Notebook notebook = read(tile("t1", "compared", "leads"));

            assertThat(notebook.last().toString())
                    .isEqualTo("{\"tile\":\"t1\",\"seq\":1,\"at\":\"2026-11-11T04:00:00Z\",\"state\":\"ok\","
                            + "\"freshness\":{\"at\":null,\"trust\":\"unknown\",\"sentence\":null},"
                            + "\"drawing\":{\"kind\":\"figure\",\"title\":\"leads\",\"value\":1,\"unit\":\"COUNT\","
                            + "\"direction\":\"UP_IS_GOOD\",\"compared\":1,\"comparedWith\":\"昨日同时段\","
                            + "\"sparkline\":[]}}");
        }

        @Test
        void once_for_a_preview_as_well() {
            String frame = live.frame(viewer("a", "HQ"), tile("t1", "figure", "leads"));

            assertThat(frame).startsWith("{\"tile\":\"t1\",\"seq\":0,").contains("\"state\":\"ok\"");
            assertThat(live.streams()).isZero();
        }

        @Test
        void again_when_trust_changes_and_not_oftener_than_every_five_seconds_for_its_age() {
            Instant read = World.NOON;
            world.freshness.add(
                    new Freshness(Dataset.LEAD, Optional.of(read), Freshness.Trust.FRESH, Optional.empty()));
            Notebook notebook = read(tile("t1", "figure", "leads"));
            assertThat(notebook.last().get("freshness").get("trust").asString()).isEqualTo("fresh");

            for (int second = 1; second <= 10; second++) {
                world.freshness.set(
                        0,
                        new Freshness(
                                Dataset.LEAD,
                                Optional.of(read.plusSeconds(second)),
                                Freshness.Trust.FRESH,
                                Optional.empty()));
                world.time.pass(Duration.ofSeconds(1));
            }
            assertThat(notebook.frames.size()).isBetween(2, 3);

            world.freshness.set(
                    0,
                    new Freshness(
                            Dataset.LEAD,
                            Optional.of(read),
                            Freshness.Trust.LATE,
                            Optional.of(Text.of("抖音迟到了。", "Douyin is late."))));
            world.time.pass(Duration.ofSeconds(1));

            assertThat(notebook.last().get("freshness").toString())
                    .isEqualTo("{\"at\":\"2026-11-11T04:00:00Z\",\"trust\":\"late\",\"sentence\":\"抖音迟到了。\"}");
            assertThat(world.queries).hasSize(1);
        }

        @Test
        void with_the_base_of_a_custom_module() {
            world.widgets.put(
                    "map",
                    new FigureWidget(
                            Set.of(),
                            (_, _) -> new Custom(
                                    "map.js",
                                    "ck-map",
                                    Map.of("points", List.of(1, 2.5, new BigDecimal("1E+3"), true)))));

            assertThat(read(tile("t1", "map", "leads")).last().get("drawing").toString())
                    .isEqualTo("{\"kind\":\"custom\",\"module\":\"map.js\",\"element\":\"ck-map\","
                            + "\"base\":\"/plugin-assets/map/1.0.0/\",\"data\":{\"points\":[1,2.5,1000,true]}}");
        }
    }

    @Test
    void a_member_of_a_dimension_bound_to_a_slot_splits_the_query_and_the_largest_come_first() {
        TilePlan plan = TilePlan.of(
                new TileRequest(
                        "t1",
                        "w",
                        Map.of("measure", List.of("leads"), "who", List.of("store")),
                        Map.of(),
                        Period.Moving.LAST_30_DAYS,
                        Comparison.NONE,
                        Set.of("DOUYIN"),
                        Optional.of("EAST")),
                new cockpit.spi.widget.WidgetDescription(
                        "w",
                        Text.same("w"),
                        Text.same("w"),
                        "",
                        List.of(
                                cockpit.spi.widget.Slot.metric("measure", Text.same("m")),
                                cockpit.spi.widget.Slot.orgUnit("who", Text.same("o"))
                                        .asOptional()),
                        List.of(),
                        Set.of(cockpit.spi.widget.WidgetDescription.Want.TIMELINE),
                        new cockpit.spi.widget.WidgetDescription.Size(3, 3)),
                world.dictionaries.of("t"),
                TODAY.atTime(12, 0));

        assertThat(plan.query().dimensions()).containsExactly(new MetricQuery.Bound<>("who", Dimension.STORE));
        assertThat(plan.query().order()).isEqualTo(MetricQuery.Order.LARGEST_FIRST);
        assertThat(plan.query().channels()).containsExactly("DOUYIN");
        assertThat(plan.timeline().orElseThrow().time())
                .contains(new MetricQuery.Bound<>("timeline", cockpit.core.metric.Grain.DAY));
    }
}
