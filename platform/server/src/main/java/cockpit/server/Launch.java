package cockpit.server;

import cockpit.core.tenant.SetupLinks;
import cockpit.server.demo.DemoRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What happens once the server listens: tenants are prepared while the first page can be opened already. */
@Component
class Launch {

    private static final Logger LOG = LoggerFactory.getLogger(Launch.class);
    private static final String LINK_FILE = "setup-link.txt";

    private final CockpitSettings settings;
    private final SetupLinks links;
    private final TenantLoading tenants;
    private final Optional<DemoRun> demo;
    private final Environment environment;

    Launch(
            CockpitSettings settings,
            SetupLinks links,
            TenantLoading tenants,
            Optional<DemoRun> demo,
            Environment environment) {
        this.settings = settings;
        this.links = links;
        this.tenants = tenants;
        this.demo = demo;
        this.environment = environment;
    }

    @EventListener
    void listening(ApplicationReadyEvent event) {
        String port = environment.getProperty("local.server.port");
        if (port == null) {
            return;
        }
        String host = environment.getProperty("server.address", "127.0.0.1");
        String address = "http://"
                + (host.equals("0.0.0.0") || host.equals("::")
                        ? "127.0.0.1"
                        : host.contains(":") ? "[" + host + "]" : host)
                + ":" + port;
        Thread.ofPlatform().name("launch").daemon().start(() -> launch(address));
    }

    private void launch(String address) {
        try {
            tenants.begin();
            if (demo.isPresent()) {
                demo.get().run(address);
            } else {
                links.create().ifPresentOrElse(token -> invite(address + "/setup/" + token), this::forgetInvitation);
                Console.say("ready: " + address);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The start was not completed.", e);
            Console.complain("The start was not completed (" + e.getMessage() + "); the log "
                    + settings.data().resolve(ServerOptions.LOG) + " says more.");
        }
    }

    private void invite(String link) {
        Console.say("set-up: " + link);
        Path file = settings.data().resolve(LINK_FILE);
        try {
            Path fresh = file.resolveSibling(LINK_FILE + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, link + "\n");
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("The set-up link was not written to {}.", file, e);
        }
    }

    private void forgetInvitation() {
        try {
            Files.deleteIfExists(settings.data().resolve(LINK_FILE));
        } catch (IOException e) {
            LOG.warn("The used set-up link was not deleted.", e);
        }
    }
}
