package cockpit.server.security;

import cockpit.server.Words;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What this browser is remembered by before anybody signs in: the tenant last entered, and the language. */
final class EntryCookies {

    private static final String TENANT = "ck-tenant";
    private static final String LANGUAGE = "ck-language";

    private EntryCookies() {}

    static Optional<String> tenant(@Nullable HttpServletRequest request) {
        return value(request, TENANT).filter(code -> code.matches("[a-z][a-z0-9-]{0,39}"));
    }

    static void remember(HttpServletRequest request, HttpServletResponse response, String tenant) {
        write(request, response, TENANT, tenant);
    }

    /** Chinese where no language was chosen. */
    static Locale language(@Nullable HttpServletRequest request) {
        return Words.nearest(value(request, LANGUAGE).orElse("zh-CN"));
    }

    static void remember(HttpServletRequest request, HttpServletResponse response, Locale language) {
        write(request, response, LANGUAGE, language.toLanguageTag());
    }

    private static Optional<String> value(@Nullable HttpServletRequest request, String name) {
        return request == null || request.getCookies() == null
                ? Optional.empty()
                : Arrays.stream(request.getCookies())
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    private static void write(HttpServletRequest request, HttpServletResponse response, String name, String value) {
        Cookie cookie = new Cookie(name, value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Lax");
        cookie.setMaxAge((int) Duration.ofDays(365).toSeconds());
        response.addCookie(cookie);
    }
}
