package cockpit.server.security;

import cockpit.core.tenant.ApiTokens;
import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;

/**
 * Denies by default; what is open to everybody stands here: the sign-in and set-up pages, the host's own style sheets and
 * scripts, health, and webhooks, which are signed instead and know no session.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {

    /** Machines that push. They have no session, so there is nothing that a forged request could ride on. */
    @Bean
    @Order(1)
    SecurityFilterChain pushes(HttpSecurity http) {
        http.securityMatcher("/hooks/**")
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/hooks/*/*")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(HeadersConfigurer::disable)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.METHOD_NOT_ALLOWED)))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        return http.build();
    }

    /** Programs with a token. They have no session either, and a browser's cookies are not looked at. */
    @Bean
    @Order(1)
    SecurityFilterChain programs(HttpSecurity http, ApiTokens tokens) {
        http.securityMatcher("/api/v1/connections", "/api/v1/connections/**", "/actuator/prometheus")
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/actuator/prometheus")
                        .hasAuthority("SCOPE_METRICS_READ")
                        .requestMatchers(HttpMethod.GET)
                        .hasAuthority("SCOPE_CONNECTIONS_READ")
                        .anyRequest()
                        .hasAuthority("SCOPE_CONNECTIONS_WRITE"))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(HeadersConfigurer::disable)
                .exceptionHandling(handling -> handling.authenticationEntryPoint((_, response, _) -> {
                            response.setHeader("WWW-Authenticate", "Bearer");
                            problem(
                                    response,
                                    401,
                                    "Unauthorized",
                                    "State a token that has not ended: Authorization: Bearer ck_…");
                        })
                        .accessDeniedHandler((_, response, _) ->
                                problem(response, 403, "Forbidden", "The token lacks the scope for this.")))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new BearerTokens(tokens), AuthorizationFilter.class);
        return http.build();
    }

    private static void problem(HttpServletResponse response, int status, String title, String detail)
            throws IOException {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setCharacterEncoding("UTF-8");
        response.getWriter()
                .write("{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                        + detail + "\"}");
    }

    /** Answers 401 instead of a sign-in page. */
    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, RunningSessions sessions, ControlToken control) {
        http.securityMatcher("/api/**")
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/api/v1/health", "/api/v1/openapi.yaml")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/api/v1/status")
                        .access(control)
                        .anyRequest()
                        .authenticated())
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(HeadersConfigurer::disable)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
                .sessionManagement(management -> management.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .addFilterBefore(sessions.new Check(), AuthorizationFilter.class);
        return http.build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http, RunningSessions sessions) {
        http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                .requestMatchers(HttpMethod.GET, "/ck/**", "/lumo/**", "/entry/**", "/favicon.ico")
                .permitAll()
                .requestMatchers(HttpMethod.GET, "/frames/**", "/plugin-assets/**")
                .authenticated());
        http.headers(HeadersConfigurer::disable);
        http.addFilterBefore(sessions.new Check(), AuthorizationFilter.class);
        http.with(VaadinSecurityConfigurer.vaadin(), vaadin -> vaadin.loginView(LoginView.class));
        http.formLogin(form ->
                form.authenticationDetailsSource(TenantSignIn.Details::new).failureHandler(refusal()));
        return http.build();
    }

    /** Back to the form, with what may be said: that it was refused, or how long to wait. */
    private static AuthenticationFailureHandler refusal() {
        return (request, response, problem) -> {
            Function<String, String> page = query -> request.getContextPath() + "/login?" + query;
            response.sendRedirect(
                    problem instanceof TenantSignIn.MustWait wait
                            ? page.apply("wait=" + wait.seconds())
                            : page.apply("refused"));
        };
    }
}
