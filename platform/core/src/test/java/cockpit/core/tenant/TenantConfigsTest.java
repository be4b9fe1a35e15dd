package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantConfigsTest {

    @TempDir
    Path directory;

    private TenantConfigs tenants;

    @BeforeEach
    void open() throws IOException {
        tenants = new TenantConfigs(directory);
        write("yanjiusuo", "tenant.yaml", "code: yanjiusuo\nname: {zh: 颜究所, en: Yanjiusuo}\nzone: Asia/Shanghai\n");
        write("yanjiusuo", "roles.yaml", """
                roles:
                  - {code: admin, title: {zh: 管理员, en: Administrator}, rights: [view, manage_users]}
                """);
        write("yanjiusuo", "org.yaml", """
                org:
                  - {code: HQ, name: {zh: 总部, en: HQ}, level: hq}
                  - {code: EAST, parent: HQ, name: {zh: 华东, en: East}, level: region}
                  - {code: S001, parent: EAST, name: {zh: 西湖店, en: Xihu}, level: store, city: 杭州, lng: 120.13, lat: 30.26}
                """);
    }

    private void write(String tenant, String file, String text) throws IOException {
        Files.createDirectories(directory.resolve(tenant));
        Files.writeString(directory.resolve(tenant).resolve(file), text);
    }

    private String onlyProblem() {
        assertThat(tenants.problems()).hasSize(1);
        return tenants.problems().getFirst().sentence();
    }

    @Test
    void a_folder_is_a_tenant() {
        tenants.reload();

        assertThat(tenants.problems()).isEmpty();
        Tenant tenant = tenants.get("yanjiusuo");
        assertThat(tenant.name().zh()).isEqualTo("颜究所");
        assertThat(tenant.zone()).hasToString("Asia/Shanghai");
        assertThat(tenant.org().find("S001")).get().satisfies(store -> {
            assertThat(store.level()).isEqualTo(OrgUnit.Level.STORE);
            assertThat(store.attributes()).containsEntry("city", "杭州").containsEntry("lng", "120.13");
        });
        assertThat(tenants.role("yanjiusuo", "admin"))
                .get()
                .extracting(Role::rights)
                .isEqualTo(java.util.Set.of(Right.VIEW, Right.MANAGE_USERS));
    }

    @Test
    void a_broken_folder_is_named_with_file_and_line_and_the_others_load() throws IOException {
        write("broken", "tenant.yaml", "code: broken\nname: 破\nzone: Asia/Shanghai\n");
        write("broken", "roles.yaml", "roles:\n  - {code: admin, title: 管理员, rights: [view, fly]}\n");
        write("broken", "org.yaml", "org:\n  - {code: HQ, name: 总部, level: hq}\n");
        tenants.reload();

        assertThat(tenants.all()).extracting(Tenant::code).containsExactly("yanjiusuo");
        assertThat(onlyProblem())
                .isEqualTo(
                        "broken/roles.yaml, line 2: `roles[0].rights[1]` must be one of view, build,"
                                + " manage_connections, manage_plugins, manage_users, see_personal_data, manage_persons; found `fly`.");
    }

    @Test
    void a_file_that_is_no_yaml_is_named_with_its_line() throws IOException {
        write("yanjiusuo", "org.yaml", "org:\n  - {code: HQ, name: [}\n");
        tenants.reload();

        assertThat(onlyProblem()).startsWith("yanjiusuo/org.yaml, line 2: this is no YAML");
    }

    @Test
    void a_missing_file_is_named() throws IOException {
        Files.delete(directory.resolve("yanjiusuo/roles.yaml"));
        tenants.reload();

        assertThat(onlyProblem()).isEqualTo("yanjiusuo/roles.yaml: the file is missing.");
    }

    @Test
    void a_parent_that_is_not_there_is_named_with_its_line() throws IOException {
        write("yanjiusuo", "org.yaml", """
                org:
                  - {code: HQ, name: 总部, level: hq}
                  - {code: S001, parent: EAST, name: 西湖店, level: store}
                """);
        tenants.reload();

        assertThat(onlyProblem())
                .isEqualTo("yanjiusuo/org.yaml, line 3: `org[1].parent` must be the code of another unit;"
                        + " there is no `EAST`.");
    }

    @Test
    void a_unit_that_stands_twice_is_named_with_both_lines() throws IOException {
        write("yanjiusuo", "org.yaml", """
                org:
                  - {code: HQ, name: 总部, level: hq}
                  - {code: HQ, name: 总部, level: hq}
                """);
        tenants.reload();

        assertThat(onlyProblem())
                .isEqualTo("yanjiusuo/org.yaml, line 3: `org[1].code` stands twice: HQ is in line 2 already.");
    }

    @Test
    void a_store_does_not_hold_a_region() throws IOException {
        write("yanjiusuo", "org.yaml", """
                org:
                  - {code: HQ, name: 总部, level: hq}
                  - {code: S001, parent: HQ, name: 西湖店, level: store}
                  - {code: EAST, parent: S001, name: 华东, level: region}
                """);
        tenants.reload();

        assertThat(onlyProblem()).contains("line 4", "a store cannot hold a region");
    }

    @Test
    void a_zone_and_degrees_are_checked() throws IOException {
        write("yanjiusuo", "tenant.yaml", "code: yanjiusuo\nname: 颜究所\nzone: Asia/Hangzhou\n");
        tenants.reload();
        assertThat(onlyProblem()).contains("line 3", "must be a time zone such as Asia/Shanghai");

        write("yanjiusuo", "tenant.yaml", "code: yanjiusuo\nname: 颜究所\n");
        write("yanjiusuo", "org.yaml", "org:\n  - {code: HQ, name: 总部, level: hq, lng: 30.2, lat: 120.1}\n");
        tenants.reload();
        assertThat(onlyProblem()).contains("`org[0].lat` must be degrees from -90 to 90; found `120.1`");
    }

    @Test
    void a_mistake_in_a_change_keeps_what_was_loaded_before() throws IOException {
        tenants.reload();
        write("yanjiusuo", "tenant.yaml", "code: someone-else\nname: 颜究所\n");
        tenants.reload();

        assertThat(tenants.find("yanjiusuo")).isPresent();
        assertThat(onlyProblem()).contains("must be the name of its folder, yanjiusuo; found `someone-else`");
    }

    @Test
    void listeners_hear_of_tenants_that_are_there_and_of_those_that_changed() throws IOException {
        tenants.reload();
        List<String> heard = new ArrayList<>();
        tenants.whenLoaded(tenant -> heard.add(tenant.name().zh()));
        tenants.reload();
        write("yanjiusuo", "tenant.yaml", "code: yanjiusuo\nname: 新颜究所\n");
        tenants.reload();

        assertThat(heard).containsExactly("颜究所", "新颜究所");
    }

    @Test
    void a_first_tenant_has_headquarters_and_an_admin_role() {
        Tenant created = tenants.create("meili", "美丽 \"医疗\"");

        assertThat(created.org().root().code()).isEqualTo("HQ");
        assertThat(created.name().zh()).isEqualTo("美丽 医疗");
        assertThat(tenants.role("meili", "admin"))
                .get()
                .extracting(Role::rights)
                .isEqualTo(java.util.Set.of(Right.values()));
    }

    @Test
    void a_code_cannot_leave_the_tenants_directory() {
        for (String code : List.of("../evil", "a/b", "", ".", "A", "ä", "x".repeat(41))) {
            assertThatThrownBy(() -> tenants.create(code, "Evil")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> tenants.folder(code)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
