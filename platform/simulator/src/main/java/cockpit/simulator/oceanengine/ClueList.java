package cockpit.simulator.oceanengine;

import cockpit.simulator.http.Json;
import cockpit.simulator.world.AdPlatform;
import cockpit.simulator.world.Lead;
import cockpit.simulator.world.Person;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Times;
import cockpit.simulator.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The lead list of Feiyu: newest first, in the state of the moment. */
final class ClueList {
    private static final int MOST_ADVERTISERS = 100;
    private static final int OLDEST_DAYS = 731;
    private static final int CONVERT_STATUS_LAG = 600;

    private final World world;

    ClueList(World world) {
        this.world = world;
    }

    ObjectNode answer(Parameters parameters, long now) {
        List<String> ids = parameters.texts("advertiser_ids");
        if (ids.isEmpty() || ids.size() > MOST_ADVERTISERS) {
            throw Refusal.parameter("advertiser_ids: 数量为1到100");
        }
        Set<Region> regions = new TreeSet<>();
        ids.forEach(id -> regions.add(Parameters.advertiser(id)));
        long from = parameters.instant("start_time", false);
        long to = Math.min(parameters.instant("end_time", true), now);
        if (parameters.instant("end_time", true) < from) {
            throw Refusal.parameter("end_time: 不能早于start_time");
        }
        if ("true".equals(parameters.optional("encrypt_sensitive_fields"))) {
            throw Refusal.parameter("encrypt_sensitive_fields: 模拟器只支持明文，请传false");
        }
        Set<String> wanted =
                parameters.optional("clue_ids") == null ? Set.of() : Set.copyOf(parameters.texts("clue_ids"));
        int page = parameters.page();
        int pageSize = parameters.pageSize();
        long skip = (page - 1L) * pageSize;
        int total = 0;
        ArrayNode list = Json.array();
        int oldest = Math.max(Times.dayOf(from), Times.dayOf(now) - OLDEST_DAYS);
        for (int day = Times.dayOf(to); day >= oldest; day--) {
            List<Lead> leads = leads(regions, day);
            if (wanted.isEmpty()
                    && Times.at(day, 0) >= from
                    && Times.at(day + 1, 0) <= to + 1
                    && (total + leads.size() <= skip || total >= skip + pageSize)) {
                total += leads.size();
                continue;
            }
            for (Lead lead : leads) {
                if (lead.createdAt() < from || lead.createdAt() > to) {
                    continue;
                }
                if (!wanted.isEmpty() && !wanted.contains(lead.leadId())) {
                    continue;
                }
                if (total >= skip && total < skip + pageSize) {
                    list.add(shape(lead, now));
                }
                total++;
            }
        }
        ObjectNode data = Json.object();
        data.set("page_info", Report.pageInfo(page, pageSize, total));
        data.set("list", list);
        return data;
    }

    private List<Lead> leads(Set<Region> regions, int day) {
        if (regions.size() == 1) {
            return world.leads(AdPlatform.OCEANENGINE, regions.iterator().next(), day);
        }
        List<Lead> leads = new ArrayList<>();
        regions.forEach(region -> leads.addAll(world.leads(AdPlatform.OCEANENGINE, region, day)));
        leads.sort(Comparator.comparingLong(Lead::createdAt)
                .thenComparing((Lead lead) -> lead.leadId())
                .reversed());
        return leads;
    }

    private static ObjectNode shape(Lead lead, long now) {
        Person.Generated person = lead.person();
        Region region = lead.store().region();
        Lead.State state = lead.stateAt(now);
        boolean late = now >= lead.createdAt() + CONVERT_STATUS_LAG;
        boolean assigned = state != Lead.State.NEW;
        ObjectNode clue = Json.object()
                .put("clue_id", lead.leadId())
                .put("advertiser_id", Long.toString(lead.platform().accountId(region)))
                .put("advertiser_name", lead.platform().accountName(region))
                .put("promotion_id", lead.promotion().id())
                .put("promotion_name", lead.promotion().name())
                .put("project_id", lead.promotion().projectId())
                .put("mid_info", midInfo(lead))
                .put("clue_type", person.index() % 9 == 0 ? 1 : person.index() % 13 == 0 ? 2 : 0)
                .put("clue_source", 1)
                .put("create_time", Times.date(lead.day()).toString())
                .put("create_time_detail", Times.plain(lead.createdAt()))
                .put("name", person.title())
                .put("telephone", person.phone())
                .put("weixin", "")
                .put("gender", person.gender())
                .put("age", person.age())
                .put("province_name", lead.store().province())
                .put("city_name", lead.store().city())
                .put("country_name", "")
                .put("address", "")
                .put("remark", "")
                .put("clue_state", state.code())
                .put("clue_state_name", state.chinese())
                .put("follow_state_name", assigned ? "已接通" : "未跟进")
                .put("convert_status", late ? "合法转化" : "")
                .put("clue_owner_name", assigned ? "网电" + (person.index() % 12 + 1) + "号" : "")
                .put("allocation_status", assigned ? 1 : 0)
                .put("req_id", Times.plain(lead.createdAt()).replaceAll("\\D", "") + person.code())
                .put("app_name", late ? "抖音" : "")
                .put("site_name", lead.promotion().projectName() + "落地页");
        clue.set(
                "remark_dict",
                Json.object()
                        .put("意向项目", lead.category().chinese())
                        .put("意向门店", lead.store().name()));
        clue.set("tags", Json.array());
        clue.set("system_tags", Json.array());
        clue.set(
                "store",
                Json.object()
                        .put("store_id", lead.store().code())
                        .put("store_name", lead.store().name())
                        .put("store_pack_id", Long.toString(7_430_000_000_000_000_001L + region.index()))
                        .put("store_pack_name", region.chinese() + "门店包")
                        .put(
                                "store_location",
                                lead.store().province() + lead.store().city())
                        .put("store_address", lead.store().city() + "市"));
        return clue;
    }

    private static String midInfo(Lead lead) {
        return Json.object()
                .put("video_material_id", Long.toString(lead.promotion().materialId(lead.material())))
                .toString();
    }
}
