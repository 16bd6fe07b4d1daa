package dev.fleetcell.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.fleetcell.sandbox", importOptions = DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("dev.fleetcell.sandbox.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noRoomKnowsTheHouse = noClasses()
            .that()
            .resideInAPackage("dev.fleetcell.sandbox.*..")
            .and()
            .resideOutsideOfPackage("..demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.fleetcell.sandbox");

    @ArchTest
    static final ArchRule nobodyKnowsTheDemo = noClasses()
            .that()
            .resideOutsideOfPackage("..demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..demo..");

    @ArchTest
    static final ArchRule processesKnowNothingOfKubernetes = noClasses()
            .that()
            .resideInAnyPackage("dev.fleetcell.sandbox.process..", "dev.fleetcell.sandbox.files..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..");
}
