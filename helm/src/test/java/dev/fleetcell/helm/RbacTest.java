package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart grants what the operator's own tests run with: no more, no less. */
class RbacTest {
    private static final Pattern RULE_WITHOUT_REASON = Pattern.compile("(?m)^(?!\\s*#).*\\R- apiGroups:.*$");

    private final Rendered chart = Chart.render("{}");
    private final Rendered watching = Chart.render("watchNamespaces: [team-a, team-b]");
    private final Rendered proven = Rendered.of(Chart.read("../../operator/rbac.yaml"));

    @Test
    void theRulesAreThoseThatTheOperatorWasProvenWith() {
        assertEquals(
                proven.only(ClusterRole.class).getRules(),
                chart.only(ClusterRole.class).getRules());
        assertEquals(proven.only(Role.class).getRules(), chart.only(Role.class).getRules());
    }

    @Test
    void withWatchedNamespacesTheSameRulesHoldThereAndNowhereElse() {
        assertEquals(List.of(), watching.all(ClusterRole.class));
        assertEquals(List.of(), watching.all(ClusterRoleBinding.class));
        var account = watching.only(ServiceAccount.class).getMetadata().getName();
        for (var namespace : List.of("team-a", "team-b")) {
            var role = in(namespace, watching.all(Role.class));
            assertEquals(proven.only(ClusterRole.class).getRules(), role.getRules());
            var binding = in(namespace, watching.all(RoleBinding.class));
            assertEquals("Role", binding.getRoleRef().getKind());
            assertEquals(role.getMetadata().getName(), binding.getRoleRef().getName());
            assertEquals(1, binding.getSubjects().size());
            assertEquals(account, binding.getSubjects().getFirst().getName());
            assertEquals(Chart.NAMESPACE, binding.getSubjects().getFirst().getNamespace());
        }
        assertEquals(
                proven.only(Role.class).getRules(),
                in(Chart.NAMESPACE, watching.all(Role.class)).getRules());
        assertEquals(3, watching.all(Role.class).size(), "a Role per namespace, and the lease");
        assertEquals(3, watching.all(RoleBinding.class).size());
    }

    @Test
    void theTestMayReadTheLeaseAndCreateCellsAndNothingElse() {
        var role = chart.onlyHook(Role.class);
        assertEquals(
                List.of("create fleetcells", "get leases"),
                role.getRules().stream()
                        .map(r -> String.join(" ", r.getVerbs()) + " " + String.join(" ", r.getResources()))
                        .toList());
        assertEquals(
                List.of("fleetcell-operator"), role.getRules().getLast().getResourceNames(), "the lease, by its name");
        var binding = chart.onlyHook(RoleBinding.class);
        assertEquals(role.getMetadata().getName(), binding.getRoleRef().getName());
        assertEquals(
                chart.onlyHook(ServiceAccount.class).getMetadata().getName(),
                binding.getSubjects().getFirst().getName());
        assertEquals(
                binding.getSubjects().getFirst().getName(),
                chart.onlyHook(Pod.class).getSpec().getServiceAccountName());
    }

    @Test
    void noRuleHasAWildcard() {
        for (PolicyRule rule : Stream.of(
                        chart.only(ClusterRole.class).getRules(),
                        chart.only(Role.class).getRules(),
                        chart.onlyHook(Role.class).getRules())
                .flatMap(List::stream)
                .toList()) {
            var words = Stream.of(rule.getApiGroups(), rule.getResources(), rule.getVerbs())
                    .flatMap(List::stream)
                    .toList();
            assertFalse(words.stream().anyMatch(word -> word.contains("*")), rule::toString);
        }
    }

    /** An eviction asks every PodDisruptionBudget; a deletion asks none. */
    @Test
    void podsAreEvictedAndNeverDeletedOrWritten() {
        var verbs = new TreeMap<String, Set<String>>();
        for (PolicyRule rule : chart.only(ClusterRole.class).getRules()) {
            rule.getResources().stream()
                    .filter(resource -> resource.equals("pods") || resource.startsWith("pods/"))
                    .forEach(resource -> verbs.computeIfAbsent(resource, r -> new TreeSet<>())
                            .addAll(rule.getVerbs()));
        }
        assertEquals(Map.of("pods", Set.of("list", "watch"), "pods/eviction", Set.of("create")), verbs);
    }

    @Test
    void noSpecIsEverWritten() {
        for (PolicyRule rule : chart.only(ClusterRole.class).getRules()) {
            if (rule.getApiGroups().contains("fleetcell.dev")) {
                var status = rule.getResources().stream().allMatch(r -> r.endsWith("/status"));
                assertEquals(status ? List.of("patch") : List.of("list", "watch"), rule.getVerbs(), rule::toString);
            }
        }
    }

    @Test
    void everyRuleHasItsReasonAboveIt() {
        assertEquals(
                List.of(),
                RULE_WITHOUT_REASON
                        .matcher(chart.yaml() + watching.yaml())
                        .results()
                        .map(r -> r.group())
                        .toList());
    }

    @Test
    void onlyTheOperatorsServiceAccountIsBound() {
        var account = chart.only(ServiceAccount.class);
        assertEquals(account.getMetadata().getName(), chart.pod().getServiceAccountName());
        assertEquals(false, account.getAutomountServiceAccountToken());
        assertEquals(true, chart.pod().getAutomountServiceAccountToken());

        var cluster = chart.only(ClusterRoleBinding.class);
        var lease = chart.only(RoleBinding.class);
        assertEquals(
                chart.only(ClusterRole.class).getMetadata().getName(),
                cluster.getRoleRef().getName());
        assertEquals(
                chart.only(Role.class).getMetadata().getName(),
                lease.getRoleRef().getName());
        for (var subjects : List.of(cluster.getSubjects(), lease.getSubjects())) {
            assertEquals(1, subjects.size());
            assertEquals("ServiceAccount", subjects.getFirst().getKind());
            assertEquals(account.getMetadata().getName(), subjects.getFirst().getName());
            assertEquals(Chart.NAMESPACE, subjects.getFirst().getNamespace());
        }
    }

    private static <T extends HasMetadata> T in(String namespace, List<T> objects) {
        var found = objects.stream()
                .filter(o -> namespace.equals(o.getMetadata().getNamespace()))
                .toList();
        assertEquals(1, found.size(), () -> "in " + namespace + " of " + objects);
        return found.getFirst();
    }
}
