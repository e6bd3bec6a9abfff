package dev.mailkeep.api;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RestController;

/** How the house is built. */
@AnalyzeClasses(packages = "dev.mailkeep", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String API = "dev.mailkeep.api..";
    private static final String ACTIVITIES = "dev.mailkeep.activities..";
    private static final String WORKFLOWS = "dev.mailkeep.workflows..";
    private static final String SIMULATOR = "dev.mailkeep.simulator..";

    private static final Set<String> FOR_THE_PROCESS =
            Set.of("Commands", "Completeness", "Plans", "Quarantine", "SearchFailures", "SenderChanges");

    @ArchTest
    static final ArchRule activitiesKnowNothingOfTheProcess = noClasses()
            .that()
            .resideInAPackage(ACTIVITIES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(API);

    @ArchTest
    static final ArchRule workflowsKnowNobody = noClasses()
            .that()
            .resideInAPackage(WORKFLOWS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(API, ACTIVITIES, SIMULATOR);

    @ArchTest
    static final ArchRule theSimulatorKnowsNobody = noClasses()
            .that()
            .resideInAPackage(SIMULATOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(API, ACTIVITIES, WORKFLOWS);

    @ArchTest
    static final ArchRule onlyTheSettingsKnowTheSimulator = noClasses()
            .that()
            .resideOutsideOfPackages(SIMULATOR, "dev.mailkeep.api.settings")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SIMULATOR);

    @ArchTest
    static final ArchRule onlyTheSettingsKnowTheEmbeddedPostgres = noClasses()
            .that()
            .resideOutsideOfPackages("dev.mailkeep.postgres", "dev.mailkeep.api.settings")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.mailkeep.postgres");

    /** The rooms of a sync are public to each other; the process needs a few of their classes. */
    @ArchTest
    static final ArchRule theRoomsOfASyncAreNotPublicToTheProcess = noClasses()
            .that()
            .resideInAPackage(API)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.mailkeep.activities.sync..")
                    .and(describe(
                            "are not for the process",
                            used -> !FOR_THE_PROCESS.contains(topLevel(used).getSimpleName()))));

    private static JavaClass topLevel(JavaClass nested) {
        return nested.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(nested);
    }

    @ArchTest
    static final ArchRule controllersArePackagePrivate = classes()
            .that()
            .areAnnotatedWith(RestController.class)
            .or()
            .areAnnotatedWith(Controller.class)
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule thePackagesOfTheProcessGoOneWay = SlicesRuleDefinition.slices()
            .matching("dev.mailkeep.api.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyGooglesPackageKnowsGooglesClient = noClasses()
            .that()
            .resideOutsideOfPackages("dev.mailkeep.activities.google..", SIMULATOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.api.client..", "com.google.api.services..");

    @ArchTest
    static final ArchRule workflowsTouchNeitherSpringNorDatabaseNorNetwork = noClasses()
            .that()
            .resideInAPackage(WORKFLOWS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..", "java.net..");

    @ArchTest
    static void everyPackageSaysWhatItIsForAndThatNothingIsNull(JavaClasses all) {
        Set<String> meaningless =
                Set.of("util", "utils", "common", "core", "misc", "model", "models", "helper", "helpers", "shared");
        List<JavaPackage> packages = all.stream()
                .filter(one -> !one.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackage)
                .distinct()
                .toList();
        assertThat(packages).hasSizeGreaterThan(15);
        assertThat(packages).allSatisfy(one -> {
            assertThat(meaningless).doesNotContain(one.getRelativeName());
            assertThat(one.isAnnotatedWith(NullMarked.class)).as(one.getName()).isTrue();
        });
    }

    @ArchTest
    static final ArchRule noFieldIsPublicAndChanges = classes().should(have(noPublicVariable()));

    private static DescribedPredicate<JavaClass> noPublicVariable() {
        return DescribedPredicate.describe(
                "no public field that changes",
                one -> one.getFields().stream()
                        .noneMatch(field -> field.getModifiers().contains(JavaModifier.PUBLIC)
                                && !field.getModifiers().contains(JavaModifier.FINAL)));
    }
}
