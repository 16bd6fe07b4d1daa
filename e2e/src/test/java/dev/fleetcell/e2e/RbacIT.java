package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.fleetcell.e2e.AuditLog.Right;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The rights of the chart's service account, held against what it asked for while all scenarios ran. */
@Order(100)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIfEnvironmentVariable(
        named = "E2E_AUDIT",
        matches = ".+",
        disabledReason = "E2E_AUDIT does not name a folder with the API server's audit log")
class RbacIT {
    private static final String OPERATOR = "system:serviceaccount:" + Product.NAMESPACE + ":" + Product.OPERATOR;

    /** Given all that happened, then no request of the operator was refused for lack of a right. */
    @Test
    @Order(1)
    void noRequestOfTheOperatorWasForbidden() {
        var requests = AuditLog.of(OPERATOR, folder());
        assertFalse(requests.isEmpty(), "the audit log knows the operator");
        var forbidden = requests.stream()
                .filter(AuditLog.Request::wasForbidden)
                .filter(r -> !endsWithItsNamespace(r) && !outlivesItsRights(r))
                .toList();
        assertEquals(List.of(), forbidden);
    }

    /** Given all that happened, when every scenario ran, then each right that the chart grants was used at least once. */
    @Test
    @Order(2)
    @EnabledIfEnvironmentVariable(
            named = "E2E_WHOLE",
            matches = "1",
            disabledReason = "only some scenarios ran: the others may use the remaining rights")
    void everyRightThatTheChartGrantsWasUsed() {
        var used = new TreeSet<Right>();
        AuditLog.of(OPERATOR, folder()).stream().filter(r -> !r.wasForbidden()).forEach(r -> used.addAll(r.rights()));
        var unused = new TreeSet<>(granted());
        unused.removeAll(used);
        assertEquals(List.of(), List.copyOf(unused), "granted and never used");
    }

    /** Given all that happened, then the operator ended pods by the eviction API only, which asks every PodDisruptionBudget. */
    @Test
    @Order(3)
    void theOperatorEndedNoPodButByEviction() {
        var looks = Set.of("list", "watch", "get");
        var deeds = AuditLog.of(OPERATOR, folder()).stream()
                .filter(r -> r.resource().equals("pods") || r.resource().startsWith("pods/"))
                .filter(r -> !looks.contains(r.verb()))
                .map(r -> r.verb() + " " + r.resource())
                .collect(Collectors.toSet());
        deeds.remove("create pods/eviction");
        assertEquals(Set.of(), deeds);
    }

    /** Admission answers with the same code as missing rights; the API server says which it was. */
    private static boolean endsWithItsNamespace(AuditLog.Request request) {
        return request.message().contains("because it is being terminated");
    }

    /** Helm removes the rights before the pods have ended, and the leader looks after its lease to the last. */
    private static boolean outlivesItsRights(AuditLog.Request request) {
        return request.resource().equals("leases")
                && Product.uninstalling().stream().anyMatch(span -> span.contains(request.at()));
    }

    private static Path folder() {
        return Path.of(Objects.requireNonNull(System.getenv("E2E_AUDIT")));
    }

    private static Set<Right> granted() {
        Product.ensureInstalled();
        var rules = new ArrayList<>(Cluster.admin()
                .rbac()
                .clusterRoles()
                .withName(Product.OPERATOR)
                .require()
                .getRules());
        var bound = Cluster.admin().rbac().roleBindings().inNamespace(Product.NAMESPACE).list().getItems().stream()
                .filter(b -> b.getSubjects().stream().anyMatch(s -> s.getName().equals(Product.OPERATOR)))
                .map(b -> b.getRoleRef().getName())
                .toList();
        Cluster.admin().rbac().roles().inNamespace(Product.NAMESPACE).list().getItems().stream()
                .filter(r -> bound.contains(r.getMetadata().getName()))
                .forEach(r -> rules.addAll(r.getRules()));
        return AuditLog.rights(rules);
    }
}
