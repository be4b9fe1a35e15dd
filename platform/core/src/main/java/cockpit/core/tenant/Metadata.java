package cockpit.core.tenant;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import jakarta.persistence.SchemaValidationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;

/**
 * The metadata database: users, cockpits, connections' tokens, the audit log; everything but facts. It is migrated when it is
 * opened. Migrations stand in {@code db/migration} and run on H2 and PostgreSQL alike; long texts are
 * {@code varchar(n)}, which both take up to a million characters.
 */
public final class Metadata implements AutoCloseable {

    private static final List<Class<?>> OWN = List.of(
            InstallRow.class,
            TenantKeyRow.class,
            AccountRow.class,
            SetupLinkRow.class,
            ApiTokenRow.class,
            AuditRow.class);

    private final HikariDataSource pool;
    private final StandardServiceRegistry registry;
    private final SessionFactory sessions;

    private Metadata(HikariDataSource pool, StandardServiceRegistry registry, SessionFactory sessions) {
        this.pool = pool;
        this.registry = registry;
        this.sessions = sessions;
    }

    /**
     * Opens, creates where it is new, and migrates.
     *
     * @param entities entity classes of the caller, besides those of this package
     * @throws StartProblem in one sentence, if it cannot be reached, is in use, or was written by a newer version
     */
    public static Metadata open(MetadataPlace place, List<Class<?>> entities) {
        HikariDataSource pool = connect(place);
        try {
            migrate(pool);
            StandardServiceRegistry registry = new StandardServiceRegistryBuilder()
                    .applySettings(Map.of(
                            AvailableSettings.JAKARTA_NON_JTA_DATASOURCE,
                            pool,
                            AvailableSettings.PHYSICAL_NAMING_STRATEGY,
                            new PhysicalNamingStrategySnakeCaseImpl(),
                            AvailableSettings.JDBC_TIME_ZONE,
                            "UTC",
                            AvailableSettings.STATEMENT_BATCH_SIZE,
                            50))
                    .build();
            List<Class<?>> all = new ArrayList<>(OWN);
            all.addAll(entities);
            MetadataSources sources = new MetadataSources(registry);
            all.forEach(sources::addAnnotatedClass);
            return new Metadata(pool, registry, sources.buildMetadata().buildSessionFactory());
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource connect(MetadataPlace place) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("metadata");
        config.setJdbcUrl(place.driverAddress());
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(10_000);
        switch (place) {
            case MetadataPlace.Embedded(Path directory) -> {
                config.setDriverClassName("org.h2.Driver");
                config.setUsername("cockpit");
                config.setPassword("");
                try {
                    Files.createDirectories(directory);
                } catch (IOException e) {
                    throw new StartProblem("The data directory " + directory + " cannot be created.", e);
                }
            }
            case MetadataPlace.PostgreSql postgres -> {
                config.setDriverClassName("org.postgresql.Driver");
                config.setUsername(postgres.user());
                config.setPassword(postgres.password().reveal());
            }
        }
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw unreachable(place, e);
        }
    }

    private static StartProblem unreachable(MetadataPlace place, Exception cause) {
        String reason = deepest(cause);
        return switch (place) {
            case MetadataPlace.Embedded(Path directory) ->
                reason.contains("already in use") || reason.contains("locked")
                        ? new StartProblem(
                                "The data directory " + directory
                                        + " is in use by another server; stop that one or choose another directory.",
                                cause)
                        : new StartProblem(
                                "The metadata in " + directory + " cannot be opened (" + reason
                                        + "); restore it from a backup or choose another directory.",
                                cause);
            case MetadataPlace.PostgreSql postgres ->
                new StartProblem(
                        "PostgreSQL at " + postgres.host() + ":" + postgres.port() + "/" + postgres.database()
                                + " cannot be reached as " + postgres.user() + " (" + reason
                                + "); check cockpit.metadata.url, user and password.",
                        cause);
        };
    }

    private static String deepest(Throwable problem) {
        Throwable deepest = problem;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null
                ? deepest.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static void migrate(HikariDataSource pool) {
        try {
            Flyway.configure(Metadata.class.getClassLoader())
                    .dataSource(pool)
                    .locations("classpath:db/migration")
                    .validateMigrationNaming(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StartProblem(
                    "The metadata cannot be brought to this version (" + deepest(e)
                            + "); it may have been written by a newer server.",
                    e);
        }
    }

    /** Does work in one transaction and returns what it brings; an exception undoes all of it. */
    public <T> T inTransaction(Function<? super Session, T> work) {
        return sessions.fromTransaction(work);
    }

    /** Does work in one transaction; an exception undoes all of it. */
    public void doInTransaction(Consumer<? super Session> work) {
        sessions.inTransaction(work);
    }

    /**
     * Compares the entities with the tables.
     *
     * @throws SchemaValidationException if they differ
     */
    void validate() throws SchemaValidationException {
        sessions.getSchemaManager().validate();
    }

    @Override
    public void close() {
        sessions.close();
        StandardServiceRegistryBuilder.destroy(registry);
        pool.close();
    }
}
