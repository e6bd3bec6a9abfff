package dev.mailkeep.workflows;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/** What workflow code may use. Java has no sandbox, so only these rules keep the workflow deterministic. */
@AnalyzeClasses(packages = "dev.mailkeep.workflows", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

    @ArchTest
    static final ArchRule dependsOnTemporalAndNothingElse = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "dev.mailkeep.workflows..",
                    "java..",
                    "io.temporal..",
                    "com.fasterxml.jackson.annotation..",
                    "org.slf4j..",
                    "org.jspecify.."));

    @ArchTest
    static final ArchRule theContractDoesNotKnowTheWorkflow = noClasses()
            .that()
            .resideInAPackage("..contract..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..mailbox..");

    @ArchTest
    static final ArchRule readsNoClockButTemporals = noClasses()
            .should()
            .callMethodWhere(target(owner(resideInAnyPackage("java.time.."))).and(target(name("now"))))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule usesNoRandomnessButTemporals = noClasses()
            .should()
            .callConstructorWhere(target(owner(describe("is a Random", type -> type.isAssignableTo(Random.class)))))
            .orShould()
            .callMethodWhere(target(nameMatching("random(UUID)?")));

    @ArchTest
    static final ArchRule readsNothingFromTheProcess = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(System.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Runtime.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage(ManagementFactory.class.getPackageName());

    @ArchTest
    static final ArchRule startsNoThreads = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule doesNoInputOrOutput = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.sql..", "javax..");

    /** The order of such a collection can differ from one process to the next, and a replay would differ with it. */
    @ArchTest
    static final ArchRule usesNoUnorderedCollections = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(HashMap.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(HashSet.class);

    /** After the database is restored from a backup, its cursor counts. A workflow that knew a newer one would skip mail. */
    @ArchTest
    static void theWorkflowKnowsNoCursor(JavaClasses all) {
        List<JavaField> remembered = all.stream()
                .flatMap(one -> one.getFields().stream())
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .toList();
        assertThat(remembered)
                .hasSizeGreaterThan(30)
                .noneMatch(field -> field.getRawType().isAssignableTo(Number.class)
                        && !field.getRawType().isEquivalentTo(Long.class));
        assertThat(remembered)
                .extracting(field -> field.getName().toLowerCase(Locale.ROOT))
                .noneMatch(name -> name.contains("cursor") || name.contains("historyid"));
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        assertThat(all.getPackage("dev.mailkeep.workflows").getSubpackages())
                .isNotEmpty()
                .allMatch(packageOf -> packageOf.isAnnotatedWith(NullMarked.class), "is @NullMarked")
                .extracting(JavaPackage::getRelativeName)
                .containsExactlyInAnyOrder("contract", "mailbox");
    }
}
