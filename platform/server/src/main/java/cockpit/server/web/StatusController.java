package cockpit.server.web;

import cockpit.core.ingest.ConnectionStatus;
import cockpit.core.ingest.Connections;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.demo.DemoRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How connections are: those of the viewer's tenant, or of all tenants of a demo for its launcher. */
@RestController
class StatusController {

    private final Connections connections;
    private final Tenants tenants;
    private final SignedIn signedIn;
    private final Optional<DemoRun> demo;

    StatusController(Connections connections, Tenants tenants, SignedIn signedIn, Optional<DemoRun> demo) {
        this.connections = connections;
        this.tenants = tenants;
        this.signedIn = signedIn;
        this.demo = demo;
    }

    @GetMapping("/api/v1/status")
    Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        demo.map(DemoRun::progress)
                .ifPresent(progress -> status.put(
                        "history",
                        Map.of("share", progress.share(), "rows", progress.rows(), "done", progress.done())));
        Map<String, Object> byTenant = new LinkedHashMap<>();
        viewers()
                .forEach(viewer -> byTenant.put(
                        viewer.tenant(),
                        connections.all(viewer).stream()
                                .map(StatusController::connection)
                                .toList()));
        status.put("tenants", byTenant);
        return status;
    }

    private List<Viewer> viewers() {
        Optional<Viewer> viewer = signedIn.find();
        if (viewer.isPresent()) {
            return List.of(viewer.get());
        }
        List<Viewer> admins = new ArrayList<>();
        for (Tenant tenant : tenants.all()) {
            demo.flatMap(running -> running.admin(tenant.code())).ifPresent(admins::add);
        }
        return admins;
    }

    private static Map<String, Object> connection(ConnectionStatus connection) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", connection.id());
        shown.put("source", connection.source());
        shown.put("state", connection.state());
        connection.sentence().ifPresent(sentence -> shown.put("sentence", sentence.en()));
        shown.put("refusedPushes", connection.refusedPushes());
        shown.put("quarantined", connection.quarantined());
        shown.put(
                "streams",
                connection.streams().stream().map(StatusController::stream).toList());
        return shown;
    }

    private static Map<String, Object> stream(ConnectionStatus.StreamStatus stream) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", stream.name());
        shown.put("rows", stream.rows());
        stream.lastSuccess().ifPresent(at -> shown.put("lastSuccess", at.toString()));
        stream.nextRun().ifPresent(at -> shown.put("nextRun", at.toString()));
        stream.progress().ifPresent(share -> shown.put("progress", share));
        stream.problem().ifPresent(problem -> shown.put("problem", problem.en()));
        return shown;
    }
}
