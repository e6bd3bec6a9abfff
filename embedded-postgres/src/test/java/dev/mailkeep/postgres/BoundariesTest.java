package dev.mailkeep.postgres;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The package can be used elsewhere. */
@AnalyzeClasses(packages = "dev.mailkeep.postgres", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

    @ArchTest
    static final ArchRule knowsNoFrameworkAndNothingElseOfOurs = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.mailkeep.postgres",
                    "java..",
                    "org.slf4j..",
                    "org.jspecify.annotations..",
                    "org.apache.commons.compress..",
                    "org.tukaani.xz..");

    @ArchTest
    static final ArchRule showsTheServerAndWhatItThrows = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .haveSimpleName("EmbeddedPostgresServer")
            .orShould()
            .beAssignableTo(CannotStart.class);
}
