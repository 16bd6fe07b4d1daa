package dev.fleetcell.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.dsl.Deletable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import java.time.Clock;
import java.time.Instant;

/** The walls of the house: arrows only towards {@code plan}, and nothing impure in it. */
@AnalyzeClasses(packages = "dev.fleetcell.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule arrowsOnlyTowardsPlan = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("app")
            .definedBy("..operator.app..")
            .layer("check")
            .definedBy("..operator.check..")
            .layer("restart")
            .definedBy("..operator.restart..")
            .layer("cell")
            .definedBy("..operator.cell..")
            .layer("threads")
            .definedBy("..operator.threads..")
            .layer("plan")
            .definedBy("..operator.plan..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("check")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("restart")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("cell")
            .mayOnlyBeAccessedByLayers("app", "restart")
            .whereLayer("threads")
            .mayOnlyBeAccessedByLayers("cell", "restart")
            .whereLayer("plan")
            .mayOnlyBeAccessedByLayers("cell", "restart", "threads");

    @ArchTest
    static final ArchRule planIsPure = classes()
            .that()
            .resideInAPackage("..plan..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.fleetcell.operator.plan..", "java.lang..", "java.util..", "java.time..", "org.jspecify..");

    @ArchTest
    static final ArchRule planAsksNoClock = noClasses()
            .that()
            .resideInAPackage("..plan..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule onlyTheWorkloadDeletes =
            noClasses().that().doNotHaveSimpleName("Workload").should().callMethod(Deletable.class, "delete");

    @ArchTest
    static final ArchRule onlyTheApplierPatches = noClasses()
            .that()
            .doNotHaveSimpleName("Applier")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(PatchContext.class);
}
