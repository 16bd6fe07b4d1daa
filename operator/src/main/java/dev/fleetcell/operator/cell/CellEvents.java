package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jboss.logging.Logger;

/** Writes Kubernetes events about our objects. An event that cannot be written is logged and never stops a pass. */
@ApplicationScoped
public class CellEvents {
    private static final Logger LOG = Logger.getLogger(CellEvents.class);
    private static final String CONTROLLER = "fleetcell.dev/operator";
    private static final int MOST_CHARACTERS = 1024;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private final Clock clock;

    CellEvents(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    void send(FleetCell cell, EventReason reason, String note) {
        send(cell, reason.name(), reason.warning(), note);
    }

    /**
     * Sends one event.
     *
     * @param about whose event it is; it is written in the same namespace
     * @param reason one word, for machines
     * @param note for people; cut to what the API server takes
     */
    public void send(HasMetadata about, String reason, boolean warning, String note) {
        LOG.infof(
                "%s/%s %s: %s",
                about.getMetadata().getNamespace(), about.getMetadata().getName(), reason, note);
        var event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(about.getMetadata().getName() + "-")
                .withNamespace(about.getMetadata().getNamespace())
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(clock.instant())))
                .withType(warning ? "Warning" : "Normal")
                .withReason(reason)
                .withAction(reason)
                .withNote(note.length() <= MOST_CHARACTERS ? note : note.substring(0, MOST_CHARACTERS))
                .withReportingController(CONTROLLER)
                .withReportingInstance(System.getenv().getOrDefault("HOSTNAME", "fleetcell-operator"))
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withNamespace(about.getMetadata().getNamespace())
                        .withName(about.getMetadata().getName())
                        .withUid(about.getMetadata().getUid())
                        .build())
                .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.warnf(
                    "event %s of %s not written: %s",
                    reason, about.getMetadata().getName(), e.getMessage());
        }
    }
}
