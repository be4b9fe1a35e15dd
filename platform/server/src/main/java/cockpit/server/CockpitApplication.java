package cockpit.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server. */
@SpringBootApplication
public class CockpitApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(CockpitApplication.class, arguments);
    }
}
