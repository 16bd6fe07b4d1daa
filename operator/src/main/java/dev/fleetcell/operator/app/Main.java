package dev.fleetcell.operator.app;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fleetcell.operator.cell.CellReconciler;
import dev.fleetcell.operator.restart.RestartReconciler;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Starts and stops the operator. */
@ApplicationScoped
public class Main {
    private static final Logger LOG = Logger.getLogger(Main.class);

    /** Bounded pools: the operator obeys its own law. */
    private static final int RECONCILE_THREADS = 8;

    /** Of one request, on 5xx and lost connections; a pass that fails is tried again anyway. */
    private static final int RETRIES = 2;

    /** Exit code when the lease was lost: EX_SOFTWARE, so that the pod restarts and stands for election again. */
    private static final int LEASE_LOST = 70;

    private volatile boolean stopping;

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withRequestRetryBackoffLimit(RETRIES)
                        .build())
                .withKubernetesSerialization(new KubernetesSerialization(
                        new ObjectMapper().addMixIn(ObjectMeta.class, WithoutManagedFields.class), true))
                .build();
    }

    /** Nothing here reads who manages which field, and it is half of all that the caches would hold. */
    @JsonIgnoreProperties("managedFields")
    private abstract static class WithoutManagedFields {}

    @Produces
    @Singleton
    Operator operator(KubernetesClient client, MeterRegistry registry, OperatorConfig config, Lease lease) {
        return new Operator(o -> o.withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withConcurrentReconciliationThreads(RECONCILE_THREADS)
                .withConcurrentWorkflowExecutorThreads(RECONCILE_THREADS)
                .withReconciliationTerminationTimeout(Duration.ofSeconds(10))
                .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
                .withLeaderElectionConfiguration(
                        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(config.leaseName())
                                .withLeaseNamespace(config.namespace())
                                .withIdentity(lease.identity())
                                .withExitOnStopLeading(false)
                                .withLeaderCallbacks(new LeaderCallbacks(
                                        () -> LOG.info("leading"),
                                        this::leaseLost,
                                        leader -> LOG.infof("leader is %s", leader)))
                                .build()));
    }

    void start(
            @Observes StartupEvent event,
            Operator operator,
            CellReconciler cells,
            RestartReconciler restarts,
            OperatorConfig config,
            Lease lease,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        var namespaces = WatchedNamespaces.parse(config.watchNamespaces().orElse(""));
        LOG.infof( // for machines: key=value
                "start version=%s namespaces=%s lease=%s/%s identity=%s",
                version,
                namespaces.isEmpty() ? "all" : String.join(",", namespaces),
                config.namespace(),
                config.leaseName(),
                lease.identity());
        if (namespaces.isEmpty()) {
            operator.register(cells);
            operator.register(restarts);
        } else {
            operator.register(cells, controller -> controller.settingNamespaces(namespaces));
            operator.register(restarts, controller -> controller.settingNamespaces(namespaces));
        }
        Thread.ofPlatform().name("operator-start").start(() -> startOrExit(operator)); // it waits for the API server
    }

    /** A process that serves health but reconciles nothing would look alive for ever. */
    private static void startOrExit(Operator operator) {
        try {
            operator.start();
        } catch (RuntimeException e) {
            LOG.error(
                    "the operator did not start: is the API server there, are the CRDs installed, may it read them in every"
                            + " namespace that it watches, and do all of those exist?",
                    e);
            Quarkus.asyncExit(1);
        }
    }

    void stop(@Observes ShutdownEvent event, Operator operator, KubernetesClient client, Lease lease) {
        stopping = true;
        operator.stop();
        lease.release();
        client.close();
    }

    private void leaseLost() {
        if (!stopping) {
            LOG.error("lease lost: another replica may lead now, so this one ends at once");
            Runtime.getRuntime().halt(LEASE_LOST);
        }
    }
}
