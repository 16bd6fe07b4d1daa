package dev.fleetcell.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.fleetcell.node", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOMS = "dev.fleetcell.node..";

    @ArchTest
    static final ArchRule noRoomsDependOnEachOtherInACircle =
            slices().matching("dev.fleetcell.node.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule threadsKnowsNoOtherRoom = knowsOnlyItself("threads");

    @ArchTest
    static final ArchRule shardmapKnowsNoOtherRoom = knowsOnlyItself("shardmap");

    @ArchTest
    static final ArchRule theMeshKnowsOnlyThreads = classes()
            .that()
            .resideInAPackage("dev.fleetcell.node.mesh..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "dev.fleetcell.node.app..",
                    "dev.fleetcell.node.bootstrap..",
                    "dev.fleetcell.node.gateway..",
                    "dev.fleetcell.node.metadata..",
                    "dev.fleetcell.node.report..",
                    "dev.fleetcell.node.shardmap..");

    @ArchTest
    static final ArchRule onlyTheProcessAndTheEndpointsKnowQuarkus = classes()
            .that()
            .resideInAnyPackage(
                    "dev.fleetcell.node.bootstrap..",
                    "dev.fleetcell.node.mesh..",
                    "dev.fleetcell.node.metadata..",
                    "dev.fleetcell.node.shardmap..",
                    "dev.fleetcell.node.threads..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("io.quarkus..", "io.vertx..", "jakarta..");

    private static ArchRule knowsOnlyItself(String room) {
        return classes()
                .that()
                .resideInAPackage("dev.fleetcell.node." + room + "..")
                .should()
                .onlyDependOnClassesThat(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(ROOMS)
                                .or(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                                        "dev.fleetcell.node." + room + "..")));
    }
}
