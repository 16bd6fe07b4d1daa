package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.UpgradeCommand;
import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.cluster.Tier;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole chart on a real API server. No controller runs there, so no pod starts: whether the operator works is not asked. */
class InstallIT {
    private static final String CELLS = "fleetcells.fleetcell.dev";
    private static final String RESTARTS = "coldrestarts.fleetcell.dev";
    private static final String OTHER_NAMESPACE = "other";
    private static final Pattern FIRST_CELL = Pattern.compile("(?s)<<'EOF'\\n(.*?)\\nEOF\\n");

    private static final Pattern DIGEST = Pattern.compile("fleetcell\\.dev/crd-digest: \"[0-9a-f]{64}\"");

    static Sandbox sandbox;

    @TempDir
    Path files;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.builder()
                .tier(Tier.API_SERVER)
                .progress(System.err::println)
                .start();
        namespace(Chart.NAMESPACE);
        namespace(OTHER_NAMESPACE);
    }

    @AfterAll
    static void stop() throws Exception {
        sandbox.close();
    }

    @AfterEach
    void clean() throws Exception {
        uninstallRelease();
        deleteDefinitions(CELLS, RESTARTS);
    }

    @Test
    void aNamespaceOfTheRestrictedStandardTakesTheOperatorsPod() {
        install();
        var deployment =
                admin().apps().deployments().inNamespace(Chart.NAMESPACE).list().getItems();
        assertEquals(1, deployment.size());
        var template = deployment.getFirst().getSpec().getTemplate();
        var pod = new PodBuilder()
                .withNewMetadataLike(template.getMetadata())
                .withName("operator")
                .withNamespace(Chart.NAMESPACE)
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
        assertNotNull(admin().resource(pod).dryRun().create().getMetadata().getUid());
    }

    @Test
    void theServerTakesAPolicyForWhoeverIsNamed() throws Exception {
        var values = Files.writeString(files.resolve("values.yaml"), """
                networkPolicy:
                  from:
                  - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}
                    podSelector: {matchExpressions: [{key: app, operator: In, values: [prometheus]}]}
                  - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
                """);
        command(Chart.RELEASE, Chart.NAMESPACE).withValuesFile(values).call();
        var policies = admin().network()
                .v1()
                .networkPolicies()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems();
        assertEquals(1, policies.size());
        assertEquals(
                2,
                policies.getFirst().getSpec().getIngress().getFirst().getFrom().size());
    }

    @Test
    void aSecondReleaseIsRefusedWithTheNameOfTheFirst() {
        install();
        assertRefused(command("second", OTHER_NAMESPACE));
        assertRefused(command("second", Chart.NAMESPACE));
        assertRefused(command(Chart.RELEASE, OTHER_NAMESPACE));
        assertEquals(
                1,
                admin().apps().deployments().inAnyNamespace().list().getItems().size());
    }

    @Test
    void aSecondReleaseIsRefusedAlsoWhereTheFirstWatchesSomeNamespacesOnly() throws Exception {
        var values = Files.writeString(files.resolve("values.yaml"), "watchNamespaces: [" + OTHER_NAMESPACE + "]");
        command(Chart.RELEASE, Chart.NAMESPACE).withValuesFile(values).call();
        assertNull(admin().rbac().clusterRoles().withName("fleetcell-operator").get(), "ClusterRole");
        assertNotNull(
                admin().rbac()
                        .roles()
                        .inNamespace(OTHER_NAMESPACE)
                        .withName("fleetcell-operator")
                        .get(),
                "Role");
        assertRefused(command("second", "default"));
        assertRefused(command("second", "default").withValuesFile(values));

        // and from some namespaces to all
        var all = Files.writeString(files.resolve("all.yaml"), "watchNamespaces: []");
        assertEquals("2", upgrade().withValuesFile(all).call().getRevision());
        assertNotNull(
                admin().rbac().clusterRoles().withName("fleetcell-operator").get(), "ClusterRole");
        assertNull(
                admin().rbac()
                        .roles()
                        .inNamespace(OTHER_NAMESPACE)
                        .withName("fleetcell-operator")
                        .get(),
                "Role");
    }

    @Test
    void aFirstInstallationBringsEveryDefinition() throws Exception {
        install();
        kubectl("wait", "--for=condition=Established", "crd/" + CELLS, "crd/" + RESTARTS, "--timeout=20s");
    }

    @ParameterizedTest
    @ValueSource(strings = {CELLS, RESTARTS})
    void aDefinitionOfAnotherVersionIsRefusedUntilItIsAppliedAsTheSentenceSays(String definition) throws Exception {
        kubectl("apply", "-f", older(definition).toString());
        assertRefuses(definition, command(Chart.RELEASE, Chart.NAMESPACE)::call);
        assertEquals(
                0,
                admin().apps().deployments().inAnyNamespace().list().getItems().size());
        applyDefinitions();
        install();

        kubectl(
                "apply",
                "--server-side",
                "--force-conflicts",
                "-f",
                older(definition).toString());
        assertRefuses(definition, upgrade()::call);
        applyDefinitions();
        assertEquals("2", upgrade().call().getRevision());
    }

    @Test
    void aDefinitionFromBeforeThereWereDigestsIsAnotherVersion() throws Exception {
        kubectl("apply", "-f", older(CELLS).toString());
        kubectl("annotate", "crd", CELLS, "fleetcell.dev/crd-digest-");
        assertRefuses(CELLS, command(Chart.RELEASE, Chart.NAMESPACE)::call);
    }

    /** As a release of before there was a ColdRestart finds it. */
    @ParameterizedTest
    @ValueSource(strings = {CELLS, RESTARTS})
    void anUpgradeWithoutADefinitionIsRefusedUntilItIsAppliedAsTheSentenceSays(String definition) throws Exception {
        install();
        deleteDefinitions(definition);
        assertRefusesToDoWithout(definition, upgrade()::call);
        applyDefinitions();
        assertEquals("2", upgrade().call().getRevision());
    }

    @Test
    void anInstallationThatBringsNoDefinitionIsRefusedWhereThereIsNone() throws Exception {
        // the first that is missing; the command that it names applies all
        assertRefusesToDoWithout(
                RESTARTS, command(Chart.RELEASE, Chart.NAMESPACE).skipCrds()::call);
        assertRefusesToDoWithout(
                RESTARTS, command(Chart.RELEASE, Chart.NAMESPACE).withDryRunOption(DryRun.SERVER)::call);
        assertEquals(
                0,
                admin().apps().deployments().inAnyNamespace().list().getItems().size());
        applyDefinitions();
        assertEquals(
                "1", command(Chart.RELEASE, Chart.NAMESPACE).skipCrds().call().getRevision());
    }

    @Test
    void whereThereIsNoClusterToAskNothingIsCompared() throws Exception {
        assertRendersWithoutACluster(); // and misses no definition
        kubectl("apply", "-f", older(CELLS).toString());
        assertRendersWithoutACluster();
    }

    private static void assertRendersWithoutACluster() {
        var rendered = Chart.helm()
                .install()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .clientOnly()
                .withDryRunOption(DryRun.CLIENT)
                .withKubeVersion("1.36.3")
                .withKubeConfig(sandbox.kubeconfig())
                .call();
        assertTrue(rendered.getOutput().contains("What to do next"), rendered::getOutput);
    }

    @Test
    void theServerTakesTheTestsRightsAndItsPod() throws Exception {
        install();
        assertNull(
                admin().serviceAccounts()
                        .inNamespace(Chart.NAMESPACE)
                        .withName("fleetcell-check")
                        .get(),
                "a test's account before the test");
        for (var hook : Chart.render("{}").hooks()) {
            assertNotNull(admin().resource(hook).create().getMetadata().getUid(), hook.getKind());
        }
        kubectl("delete", "pod,serviceaccount,role,rolebinding", "fleetcell-check", "--namespace=" + Chart.NAMESPACE);
    }

    @Test
    void theServerTakesThePolicyOfNodes() throws Exception {
        var values = Files.writeString(files.resolve("values.yaml"), """
                nodeNetworkPolicy:
                  namespaces: [%s]
                  managementPort: 7401
                  from: [{namespaceSelector: {}}]
                """.formatted(OTHER_NAMESPACE));
        command(Chart.RELEASE, Chart.NAMESPACE).withValuesFile(values).call();
        var policy = admin().network()
                .v1()
                .networkPolicies()
                .inNamespace(OTHER_NAMESPACE)
                .withName("fleetcell-nodes")
                .require();
        assertEquals(3, policy.getSpec().getIngress().size());
        assertEquals(3, policy.getSpec().getIngress().getLast().getPorts().size());
    }

    @Test
    void anUpgradeOfTheReleaseIsNotASecondOne() {
        install();
        assertEquals("2", upgrade().set("replicas", 3).call().getRevision());
        assertEquals(
                3,
                admin().apps()
                        .deployments()
                        .inNamespace(Chart.NAMESPACE)
                        .withName("fleetcell-operator")
                        .get()
                        .getSpec()
                        .getReplicas());
    }

    @Test
    void theFirstCellOfTheNotesIsTakenTooMuchIsRefusedAndUninstallingKeepsTheCell() throws Exception {
        var notes = install().getOutput();
        var cell = FIRST_CELL.matcher(notes);
        assertTrue(cell.find(), notes);
        kubectl(
                "apply",
                "-f",
                Files.writeString(files.resolve("cell.yaml"), cell.group(1)).toString());

        var refused = sandbox.kubectl("scale", "fleetcell", "first", "--namespace", "default", "--replicas=1000");
        assertEquals(1, refused.exitCode(), refused.out());
        assertTrue(refused.err().contains("spec.capacity"), refused.err());

        uninstallRelease();
        assertNull(admin().rbac().clusterRoles().withName("fleetcell-operator").get(), "ClusterRole");
        assertTrue(kubectl("get", "fleetcell", "first", "-o", "name").contains("first"));
    }

    @Test
    void theDocumentedCommandUpgradesADefinitionThatHelmInstalled() throws Exception {
        install();
        var newer = Chart.read("crds/" + CELLS + ".yaml").replace("name: \"Ceiling\"", "name: \"Most\"");
        Files.writeString(files.resolve("newer.yaml"), newer);
        kubectl("apply", "--server-side", "--force-conflicts", "-f", files.toString());
        var columns =
                kubectl("get", "crd", CELLS, "-o", "jsonpath={.spec.versions[0].additionalPrinterColumns[*].name}");
        assertTrue(columns.contains("Most") && !columns.contains("Ceiling"), columns);
    }

    private static void assertRefused(InstallCommand second) {
        var refusal = String.valueOf(
                assertThrows(IllegalStateException.class, second::call).getMessage());
        assertTrue(
                refusal.contains("FleetCell is in this cluster already, as release guard in namespace fleetcell-system")
                        && refusal.contains("helm upgrade guard --namespace fleetcell-system"),
                refusal);
    }

    private static void assertRefuses(String definition, Executable command) {
        var refusal = String.valueOf(
                assertThrows(IllegalStateException.class, command).getMessage());
        assertTrue(
                refusal.contains("The definition " + definition
                                + " in this cluster is of another version than this chart")
                        && refusal.contains("If this chart is the newer one, run 'kubectl apply --server-side"
                                + " --force-conflicts -f crds/'")
                        && refusal.contains("if the definition is newer, use the chart of its version"),
                refusal);
    }

    private static void assertRefusesToDoWithout(String definition, Executable command) {
        var refusal = String.valueOf(
                assertThrows(IllegalStateException.class, command).getMessage());
        assertTrue(
                refusal.contains("This cluster has no definition " + definition + ", and without its definitions")
                        && refusal.contains("run 'kubectl apply --server-side --force-conflicts -f crds/'"),
                refusal);
    }

    /** What the sentence says, in the folder of the chart. */
    private static void applyDefinitions() throws Exception {
        kubectl(
                "apply",
                "--server-side",
                "--force-conflicts",
                "-f",
                Chart.FOLDER.resolve("crds").toString());
    }

    private Path older(String definition) throws Exception {
        var ours = Chart.read("crds/" + definition + ".yaml");
        var older = DIGEST.matcher(ours).replaceFirst("fleetcell.dev/crd-digest: \"" + "0".repeat(64) + "\"");
        assertNotEquals(ours, older);
        return Files.writeString(files.resolve("older.yaml"), older);
    }

    private static UpgradeCommand upgrade() {
        return Chart.helm()
                .upgrade()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(sandbox.kubeconfig());
    }

    private static Release install() {
        return command(Chart.RELEASE, Chart.NAMESPACE).call();
    }

    private static void uninstallRelease() {
        Helm.uninstall(Chart.RELEASE)
                .ignoreNotFound()
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(sandbox.kubeconfig())
                .call();
    }

    private static InstallCommand command(String release, String namespace) {
        return Chart.helm().install().withName(release).withNamespace(namespace).withKubeConfig(sandbox.kubeconfig());
    }

    private static void namespace(String name) {
        admin().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
    }

    private static String kubectl(String... arguments) throws Exception {
        var result = sandbox.kubectl(arguments);
        assertEquals(0, result.exitCode(), () -> String.join(" ", arguments) + ": " + result.err());
        return result.out();
    }

    /**
     * The API server makes the storage of a definition at its first use. Where that is its deletion, it now and then finds the storage
     * not ready ("storage is (re)initializing") and does not come back to it for minutes. So each is used before.
     */
    private static void deleteDefinitions(String... names) throws Exception {
        for (var name : names) {
            if (admin().apiextensions()
                            .v1()
                            .customResourceDefinitions()
                            .withName(name)
                            .get()
                    != null) {
                kubectl("wait", "--for=condition=Established", "crd", name);
                kubectl("get", name, "--all-namespaces");
                kubectl("delete", "crd", name);
            }
        }
    }

    private static KubernetesClient admin() {
        return sandbox.admin();
    }
}
