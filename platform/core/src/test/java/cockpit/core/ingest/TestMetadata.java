package cockpit.core.ingest;

import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;

/** A metadata database in memory, with the real migrations. */
final class TestMetadata implements Transactions, AutoCloseable {

    private final StandardServiceRegistry registry;
    private final SessionFactory sessions;

    TestMetadata() {
        String address = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        Flyway.configure()
                .dataSource(address, "cockpit", "")
                .locations("classpath:db/migration")
                .load()
                .migrate();
        registry = new StandardServiceRegistryBuilder()
                .applySettings(Map.of(
                        AvailableSettings.JAKARTA_JDBC_URL,
                        address,
                        AvailableSettings.JAKARTA_JDBC_USER,
                        "cockpit",
                        AvailableSettings.JAKARTA_JDBC_PASSWORD,
                        "",
                        AvailableSettings.PHYSICAL_NAMING_STRATEGY,
                        new PhysicalNamingStrategySnakeCaseImpl(),
                        AvailableSettings.JDBC_TIME_ZONE,
                        "UTC",
                        AvailableSettings.POOL_SIZE,
                        "20"))
                .build();
        MetadataSources sources = new MetadataSources(registry);
        IngestEntities.ALL.forEach(sources::addAnnotatedClass);
        sessions = sources.buildMetadata().buildSessionFactory();
    }

    /** Compares the entities with the migrated tables. */
    void validate() throws jakarta.persistence.SchemaValidationException {
        sessions.getSchemaManager().validate();
    }

    @Override
    public <T> T in(Function<? super Session, T> work) {
        return sessions.fromTransaction(work);
    }

    /** Forgets everything, for the next test. */
    void clear() {
        in(session -> {
            IngestEntities.ALL.forEach(entity -> session.createMutationQuery("delete from " + entity.getSimpleName())
                    .executeUpdate());
            return true;
        });
    }

    @Override
    public void close() {
        sessions.close();
        StandardServiceRegistryBuilder.destroy(registry);
    }
}
