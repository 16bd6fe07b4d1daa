package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart grants what the operator's own tests run with: no more, no less. */
class RbacTest {
    private static final Pattern RULE_WITHOUT_REASON = Pattern.compile("(?m)^(?!\\s*#).*\\R- apiGroups:.*$");

    private final Rendered chart = Chart.render("{}");
    private final Rendered proven = Rendered.of(Chart.read("../../operator/rbac.yaml"));

    @Test
    void theRulesAreThoseThatTheOperatorWasProvenWith() {
        assertEquals(
                proven.only(ClusterRole.class).getRules(),
                chart.only(ClusterRole.class).getRules());
        assertEquals(proven.only(Role.class).getRules(), chart.only(Role.class).getRules());
    }

    @Test
    void noRuleHasAWildcard() {
        for (PolicyRule rule : Stream.concat(
                        chart.only(ClusterRole.class).getRules().stream(), chart.only(Role.class).getRules().stream())
                .toList()) {
            var words = Stream.of(rule.getApiGroups(), rule.getResources(), rule.getVerbs())
                    .flatMap(List::stream)
                    .toList();
            assertFalse(words.stream().anyMatch(word -> word.contains("*")), rule::toString);
        }
    }

    @Test
    void everyRuleHasItsReasonAboveIt() {
        assertEquals(
                List.of(),
                RULE_WITHOUT_REASON
                        .matcher(chart.yaml())
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
}
