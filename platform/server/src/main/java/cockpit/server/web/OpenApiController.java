package cockpit.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of the interface for programs. */
@RestController
class OpenApiController {

    private final String description;

    OpenApiController() {
        try (InputStream in = OpenApiController.class.getResourceAsStream("/cockpit/server/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("The description openapi.yaml is not packed.");
            }
            this.description = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping(value = "/api/v1/openapi.yaml", produces = "application/yaml;charset=UTF-8")
    String description() {
        return description;
    }
}
