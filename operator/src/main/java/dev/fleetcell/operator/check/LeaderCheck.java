package dev.fleetcell.operator.check;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether an operator leads: its lease has a holder that renewed it lately. */
final class LeaderCheck {
    /** Twice what a lease lasts. */
    static final Duration LATELY = Duration.ofSeconds(30);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final Clock clock;

    LeaderCheck(KubernetesClient client, String namespace, String name, Clock clock) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.clock = clock;
    }

    /**
     * Whether an operator leads, or does so within {@code patience}: during an upgrade the lease has no holder for
     * moments.
     */
    Verdict anOperatorLeads(Duration patience) throws InterruptedException {
        var deadline = clock.instant().plus(patience);
        while (true) {
            var verdict = look();
            if (verdict.passed() || !clock.instant().isBefore(deadline)) {
                return verdict;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private Verdict look() {
        var where = "lease " + namespace + "/" + name;
        try {
            var lease = Optional.ofNullable(
                    client.leases().inNamespace(namespace).withName(name).get());
            var holder =
                    lease.map(Lease::getSpec).map(s -> s.getHolderIdentity()).filter(h -> !h.isEmpty());
            if (holder.isEmpty()) {
                return Verdict.failed(
                        "no operator leads: " + where + (lease.isEmpty() ? " does not exist" : " has no holder")
                                + "; look at the operator's pods and their logs");
            }
            var renewed = lease.map(l -> l.getSpec().getRenewTime())
                    .map(t -> t.toInstant())
                    .orElse(Instant.EPOCH);
            var age = Duration.between(renewed, clock.instant());
            return age.compareTo(LATELY) <= 0
                    ? Verdict.passed("operator %s leads".formatted(holder.get()))
                    : Verdict.failed(
                            "no operator leads: %s was last renewed by %s at %s, more than %d s ago; look at the operator's pods and their logs"
                                    .formatted(where, holder.get(), renewed, LATELY.toSeconds()));
        } catch (KubernetesClientException e) {
            return Verdict.failed("%s cannot be read: %s".formatted(where, e.getMessage()));
        }
    }
}
