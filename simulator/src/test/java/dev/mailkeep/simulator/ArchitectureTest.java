package dev.mailkeep.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "dev.mailkeep.simulator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NOTHING_ELSE_OF_MAILKEEP_IS_USED = noClasses()
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.mailkeep..")
                    .and(JavaClass.Predicates.resideOutsideOfPackage("dev.mailkeep.simulator..")));

    @ArchTest
    static final ArchRule PACKAGES_DEPEND_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .ensureAllClassesAreContainedInArchitecture()
            .layer("start")
            .definedBy("dev.mailkeep.simulator")
            .layer("demo")
            .definedBy("..simulator.demo..")
            .layer("control")
            .definedBy("..simulator.control..")
            .layer("gmail")
            .definedBy("..simulator.gmail..")
            .layer("account")
            .definedBy("..simulator.account..")
            .layer("behaviour")
            .definedBy("..simulator.behaviour..")
            .layer("pubsub")
            .definedBy("..simulator.pubsub..")
            .layer("risc")
            .definedBy("..simulator.risc..")
            .layer("oauth")
            .definedBy("..simulator.oauth..")
            .layer("search")
            .definedBy("..simulator.search..")
            .layer("http")
            .definedBy("..simulator.http..")
            .whereLayer("start")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("demo")
            .mayOnlyAccessLayers("account")
            .whereLayer("control")
            .mayOnlyAccessLayers("account", "behaviour", "risc", "http")
            .whereLayer("gmail")
            .mayOnlyAccessLayers("account", "behaviour", "pubsub", "oauth", "http")
            .whereLayer("account")
            .mayOnlyAccessLayers("behaviour", "oauth", "search", "http")
            .whereLayer("behaviour")
            .mayOnlyAccessLayers("http")
            .whereLayer("pubsub")
            .mayOnlyAccessLayers("oauth", "http")
            .whereLayer("risc")
            .mayOnlyAccessLayers("oauth", "http")
            .whereLayer("oauth")
            .mayOnlyAccessLayers("http")
            .whereLayer("search")
            .mayNotAccessAnyLayer()
            .whereLayer("http")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule CLASSES_DO_NOT_DEPEND_ON_EACH_OTHER_IN_CIRCLES =
            slices().assignedFrom(new ByFile()).should().beFreeOfCycles();

    /** A class and the classes nested in it count as one. */
    private static final class ByFile implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass one) {
            return SliceIdentifier.of(one.getName().replaceFirst("\\$.*", ""));
        }

        @Override
        public String getDescription() {
            return "classes of one file";
        }
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        JavaPackage root = all.getPackage("dev.mailkeep.simulator");
        assertThat(root.isAnnotatedWith(NullMarked.class)).isTrue();
        for (JavaPackage one : root.getSubpackagesInTree()) {
            assertThat(one.isAnnotatedWith(NullMarked.class)).as(one.getName()).isTrue();
        }
    }
}
