package cockpit.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.yaml.YamlProblem;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A dictionary of YAML files")
class YamlDictionariesTest {

    @TempDir
    private Path folder;

    private final YamlDictionaries dictionaries = new YamlDictionaries();

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(folder.resolve("metrics"));
    }

    @Test
    void of_the_shipped_tenant_has_no_problem() {
        assertThat(dictionaries.load(Chain.TENANT, Chain.TENANT_FOLDER)).isEmpty();
        assertThat(dictionaries.of("yanjiusuo").all())
                .extracting(Metric::code)
                .contains(
                        "spend",
                        "impressions",
                        "clicks",
                        "ctr",
                        "leads",
                        "valid_leads",
                        "cost_per_lead",
                        "appointments",
                        "visits",
                        "consultations",
                        "effective_consultations",
                        "effective_consultation_rate",
                        "new_customers",
                        "orders",
                        "gmv",
                        "refunds",
                        "net_sales",
                        "average_order_value",
                        "verified_amount",
                        "redemptions",
                        "roi",
                        "deal_rate");
        assertThat(dictionaries.of("yanjiusuo").datasetsOf("roi"))
                .containsExactlyInAnyOrder(Dataset.ORDER, Dataset.AD_REPORT);
    }

    @Test
    void says_what_members_are_called() throws IOException {
        write("a.yaml", metric("good", "count", "measure: {dataset: lead, count: all}"));
        Files.writeString(folder.resolve("metrics/names.yaml"), """
                dimensions:
                  category:
                    skin: {zh: 皮肤管理, en: Skin care}
                    "7": 七
                """);

        assertThat(load()).isEmpty();
        Dictionary dictionary = dictionaries.of("yanjiusuo");
        assertThat(dictionary.title(Dimension.CATEGORY, "skin")).contains(Text.of("皮肤管理", "Skin care"));
        assertThat(dictionary.title(Dimension.CATEGORY, "7")).contains(Text.same("七"));
        assertThat(dictionary.title(Dimension.CATEGORY, "laser")).isEmpty();
        assertThat(dictionary.title(Dimension.CREATIVE, "skin")).isEmpty();
        assertThat(dictionary.find("good")).isPresent();
    }

    @Test
    void tells_what_is_wrong_with_the_names_of_members_and_keeps_the_rest() throws IOException {
        Files.writeString(folder.resolve("metrics/a.yaml"), """
                dimensions:
                  category: {skin: {zh: 皮肤管理, en: Skin care}}
                """);
        Files.writeString(folder.resolve("metrics/b.yaml"), """
                dimensions:
                  category:
                    skin: 皮肤
                    laser: {zh: 光电}
                    body: 形体
                  store: {S001: 一店}
                  channel: {STORE: 店}
                  colour: {red: 红}
                  creative: [a]
                """);

        assertThat(load())
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one)
                                .contains(
                                        "b.yaml, line 3: `dimensions.category.skin` is taken: it has a title in a.yaml"),
                        one -> assertThat(one)
                                .contains("b.yaml, line 4: `dimensions.category.laser`: the key `en` is missing."),
                        one -> assertThat(one).contains("line 6: `dimensions.store` cannot stand here: org units"),
                        one -> assertThat(one).contains("line 7: `dimensions.channel` cannot stand here: channels"),
                        one -> assertThat(one)
                                .contains("line 8: `dimensions.colour` is no dimension; members of campaign, creative,"
                                        + " category can be given titles."),
                        one -> assertThat(one).contains("line 9: `dimensions.creative` must be a mapping"));
        Dictionary dictionary = dictionaries.of("yanjiusuo");
        assertThat(dictionary.title(Dimension.CATEGORY, "skin")).contains(Text.of("皮肤管理", "Skin care"));
        assertThat(dictionary.title(Dimension.CATEGORY, "body")).contains(Text.same("形体"));
    }

    @Test
    void keeps_what_members_were_called_while_their_file_is_wrong() throws IOException {
        Path names = folder.resolve("metrics/names.yaml");
        Files.writeString(names, "dimensions: {category: {skin: 皮肤, body: 形体}}\n");
        assertThat(load()).isEmpty();

        Files.writeString(names, "dimensions: {category: {skin: [], body: 身体}}\n");
        assertThat(load()).hasSize(1);
        assertThat(dictionaries.of("yanjiusuo").title(Dimension.CATEGORY, "skin"))
                .contains(Text.same("皮肤"));
        assertThat(dictionaries.of("yanjiusuo").title(Dimension.CATEGORY, "body"))
                .contains(Text.same("身体"));

        Files.writeString(names, "dimensions: {category: {\n");
        assertThat(load()).hasSize(1);
        assertThat(dictionaries.of("yanjiusuo").title(Dimension.CATEGORY, "body"))
                .contains(Text.same("身体"));

        Files.delete(names);
        assertThat(load()).isEmpty();
        assertThat(dictionaries.of("yanjiusuo").title(Dimension.CATEGORY, "body"))
                .isEmpty();
    }

    @Test
    void is_empty_for_a_tenant_without_one() {
        assertThat(dictionaries.of("nobody").all()).isEmpty();
    }

    @Test
    void tells_every_mistake_with_file_and_line_and_keeps_the_rest() throws IOException {
        write("a.yaml", metric("good", "count", "measure: {dataset: lead, count: all}"));
        write(
                "b.yaml",
                metric("no_column", "money", "measure: {dataset: lead, sum: net_fen}"),
                metric("no_filter", "count", "measure: {dataset: lead, count: all, where: [{column: kind, in: [A]}]}"),
                metric("good", "count", "measure: {dataset: visit, count: all}"));
        write("c.yaml", metric("lonely", "ratio", "ratio: {of: good, per: gone}"));

        List<String> problems = load();

        assertThat(problems)
                .hasSize(4)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("b.yaml, line 9: ")
                                .contains("dataset lead has no column `net_fen`"),
                        second -> assertThat(second)
                                .startsWith("b.yaml, line 17: ")
                                .contains("dataset lead has no column `kind`"),
                        third -> assertThat(third)
                                .startsWith("b.yaml, line 18: ")
                                .contains("metric good stands in a.yaml already"),
                        fourth -> assertThat(fourth)
                                .startsWith("c.yaml, line 9: ")
                                .contains("names metric `gone`"));
        assertThat(dictionaries.of("yanjiusuo").all()).extracting(Metric::code).containsExactly("good");
    }

    @Test
    void refuses_formulas_that_go_in_a_circle_and_those_that_need_them() throws IOException {
        write(
                "a.yaml",
                metric("leads", "count", "measure: {dataset: lead, count: all}"),
                metric("one", "factor", "ratio: {of: two, per: leads}"),
                metric("two", "count", "difference: {of: three, less: leads}"),
                metric("three", "count", "difference: {of: two, less: leads}"));

        assertThat(load()).anyMatch(problem -> problem.contains("goes in a circle: metric two is part of itself"));
        assertThat(dictionaries.of("yanjiusuo").all()).extracting(Metric::code).containsExactly("leads");
    }

    @Test
    void refuses_units_that_a_formula_cannot_give() throws IOException {
        write(
                "a.yaml",
                metric("leads", "count", "measure: {dataset: lead, count: all}"),
                metric("spend", "money", "measure: {dataset: ad_report, sum: spend_fen}"),
                metric("cost", "ratio", "ratio: {of: spend, per: leads}"),
                metric("left", "money", "difference: {of: spend, less: leads}"),
                metric("wrong", "count", "measure: {dataset: ad_report, sum: spend_fen}"));

        assertThat(load())
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one)
                                .contains("gives money per count, so the unit must be money, found `ratio`"),
                        two -> assertThat(two).contains("makes no sense: `spend` and `leads` give money less count"),
                        three -> assertThat(three).contains("must be money for this measure, found `count`"));
    }

    @Test
    void refuses_values_and_ways_that_do_not_fit() throws IOException {
        write(
                "a.yaml",
                metric(
                        "a",
                        "count",
                        "measure: {dataset: visit, count: all, where: [{column: first_visit, in: [maybe]}]}"),
                metric("b", "count", "measure: {dataset: visit, count: all, where: [{column: kind, greater: 3}]}"),
                metric("c", "count", "measure: {dataset: visit, count: all, sum: kind}"),
                metric("d", "count", "measure: {dataset: visit, sum: kind}"),
                metric("e", "count", "measure: {dataset: nowhere, count: all}"),
                metric("f", "weight", "measure: {dataset: visit, count: all}"),
                metric("G", "count", "measure: {dataset: visit, count: all}"),
                metric("h", "count", "measured: {dataset: visit, count: all}"));

        assertThat(load())
                .satisfiesExactly(
                        a -> assertThat(a).contains("`maybe` is no value of column first_visit"),
                        b -> assertThat(b).contains("compares a column of numbers with one number"),
                        c -> assertThat(c).contains("exactly one of sum, count, distinct; found sum and count"),
                        d -> assertThat(d).contains("column kind of dataset visit is no number"),
                        e -> assertThat(e).contains("must be one of ad_report, lead"),
                        f -> assertThat(f).contains("must be one of count, money"),
                        g -> assertThat(g).contains("must be lower-case words with underscores"),
                        h -> assertThat(h).contains("there is no key `measured`"));
    }

    @Test
    void keeps_what_a_broken_file_had() throws IOException {
        write("a.yaml", metric("leads", "count", "measure: {dataset: lead, count: all}"));
        write("b.yaml", metric("visits", "count", "measure: {dataset: visit, count: all}"));
        assertThat(load()).isEmpty();

        Files.writeString(folder.resolve("metrics/b.yaml"), "metrics: [");

        assertThat(load()).singleElement().asString().startsWith("b.yaml, line 1: this is no YAML");
        assertThat(dictionaries.of("yanjiusuo").all()).extracting(Metric::code).containsExactly("leads", "visits");
    }

    @Test
    void keeps_a_definition_until_its_successor_is_right() throws IOException {
        write("a.yaml", metric("leads", "count", "measure: {dataset: lead, count: all}"));
        assertThat(load()).isEmpty();
        Metric before = dictionaries.of("yanjiusuo").find("leads").orElseThrow();

        write("a.yaml", metric("leads", "count", "measure: {dataset: lead, count: some}"));

        assertThat(load()).hasSize(1);
        assertThat(dictionaries.of("yanjiusuo").find("leads")).contains(before);
    }

    @Test
    void forgets_what_its_files_no_longer_say() throws IOException {
        write("a.yaml", metric("leads", "count", "measure: {dataset: lead, count: all}"));
        assertThat(load()).isEmpty();

        Files.delete(folder.resolve("metrics/a.yaml"));

        assertThat(load()).isEmpty();
        assertThat(dictionaries.of("yanjiusuo").all()).isEmpty();
    }

    private List<String> load() {
        return dictionaries.load(Chain.TENANT, folder).stream()
                .map(YamlProblem::getMessage)
                .toList();
    }

    private void write(String file, String... metrics) throws IOException {
        Files.writeString(folder.resolve("metrics").resolve(file), "metrics:\n" + String.join("", metrics));
    }

    private static String metric(String code, String unit, String definition) {
        return """
                  - code: %s
                    title: %s
                    description: What is counted
                    unit: %s
                    direction: up
                    owner: Somebody
                    playbook: Do something
                    %s
                """.formatted(code, code, unit, definition);
    }
}
