package dev.mailkeep.activities;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "dev.mailkeep.activities", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_DEPEND_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("outage")
            .definedBy("..activities.outage..")
            .layer("rows")
            .definedBy("..activities.rows..")
            .layer("digest")
            .definedBy("..activities.digest..")
            .layer("audit")
            .definedBy("..activities.audit..")
            .layer("mail")
            .definedBy("..activities.mail..")
            .layer("disconnect")
            .definedBy("..activities.disconnect..")
            .layer("quota")
            .definedBy("..activities.quota..")
            .layer("google")
            .definedBy("..activities.google..")
            .layer("token")
            .definedBy("..activities.token..")
            .layer("mailbox")
            .definedBy("..activities.mailbox..")
            .layer("session")
            .definedBy("..activities.session..")
            .layer("risc")
            .definedBy("..activities.risc..")
            .layer("sync")
            .definedBy("..activities.sync..")
            .layer("notify")
            .definedBy("..activities.notify..")
            .whereLayer("outage")
            .mayNotAccessAnyLayer()
            .whereLayer("rows")
            .mayNotAccessAnyLayer()
            .whereLayer("digest")
            .mayNotAccessAnyLayer()
            .whereLayer("audit")
            .mayNotAccessAnyLayer()
            .whereLayer("mail")
            .mayNotAccessAnyLayer()
            .whereLayer("disconnect")
            .mayOnlyAccessLayers("rows")
            .whereLayer("quota")
            .mayOnlyAccessLayers("outage")
            .whereLayer("google")
            .mayOnlyAccessLayers("mail", "quota")
            .whereLayer("token")
            .mayOnlyAccessLayers("audit", "digest", "disconnect", "google", "rows")
            .whereLayer("mailbox")
            .mayOnlyAccessLayers("audit", "google", "rows", "token")
            .whereLayer("session")
            .mayOnlyAccessLayers("digest")
            .whereLayer("risc")
            .mayOnlyAccessLayers("audit", "digest", "google", "mailbox", "session", "token")
            .whereLayer("sync")
            .mayOnlyAccessLayers(
                    "audit", "digest", "disconnect", "google", "mail", "mailbox", "outage", "quota", "rows", "token")
            .whereLayer("notify")
            .mayOnlyAccessLayers("mailbox", "rows", "sync");

    @ArchTest
    static final ArchRule ROOMS_OF_A_SYNC_DEPEND_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("attempt")
            .definedBy("..sync.attempt..")
            .layer("queue")
            .definedBy("..sync.queue..")
            .layer("progress")
            .definedBy("..sync.progress..")
            .layer("store")
            .definedBy("..sync.store..")
            .layer("listing")
            .definedBy("..sync.listing..")
            .layer("check")
            .definedBy("..sync.check..")
            .layer("senders")
            .definedBy("..sync.senders..")
            .whereLayer("attempt")
            .mayNotAccessAnyLayer()
            .whereLayer("queue")
            .mayNotAccessAnyLayer()
            .whereLayer("progress")
            .mayOnlyAccessLayers("attempt", "queue")
            .whereLayer("store")
            .mayOnlyAccessLayers("attempt", "progress", "queue")
            .whereLayer("listing")
            .mayOnlyAccessLayers("attempt", "progress", "queue", "store")
            .whereLayer("check")
            .mayOnlyAccessLayers("attempt", "listing", "progress", "queue", "store")
            .whereLayer("senders")
            .mayOnlyAccessLayers("attempt", "listing", "progress", "queue", "store");

    /**
     * The rooms of a sync are public for each other and for nothing else but recoveries, which count live mail in the
     * queue.
     */
    @ArchTest
    static final ArchRule ROOMS_OF_A_SYNC_ARE_USED_BY_THE_SYNC_ONLY = noClasses()
            .that(resideOutsideOfPackages("..activities.sync..", "..activities.notify.."))
            .should()
            .dependOnClassesThat(resideInAPackage("..activities.sync.*.."));

    @ArchTest
    static final ArchRule HTTP_IS_A_WORD_OF_GOOGLES_PACKAGE_ONLY = noClasses()
            .that(resideOutsideOfPackages("..activities.google.."))
            .should()
            .dependOnClassesThat(resideInAPackage("com.google.api.client.."))
            .orShould()
            .dependOnClassesThat(resideInAPackage("com.google.api.services.."))
            .orShould()
            .dependOnClassesThat(resideInAPackage("java.net.http.."))
            .orShould()
            .dependOnClassesThat(resideInAPackage("org.springframework.http.."));

    @ArchTest
    static final ArchRule NO_PAGES_ARE_SERVED_HERE = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("org.springframework.web.servlet.."))
            .orShould()
            .dependOnClassesThat(resideInAPackage("org.springframework.web.bind.."))
            .orShould()
            .dependOnClassesThat(resideInAPackage("jakarta.servlet.."));

    /** The JDK's rules of 2003 turn {@code straße.example} into {@code strasse.example}, a domain of another owner. */
    @ArchTest
    static final ArchRule DOMAINS_HAVE_ONE_PLACE_THAT_KNOWS_THEIR_SPELLINGS = noClasses()
            .that()
            .doNotHaveSimpleName("Domains")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.IDN")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("com.ibm.icu.text.IDNA");

    @ArchTest
    static final ArchRule WORKFLOWS_ARE_KNOWN_BY_THEIR_CONTRACT_ONLY =
            noClasses().should().dependOnClassesThat(resideInAPackage("dev.mailkeep.workflows.mailbox.."));

    @ArchTest
    static final ArchRule NOTHING_IS_WRITTEN_TO_STANDARD_OUTPUT =
            com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule ACTIVITIES_ARE_IMPLEMENTED_OUT_OF_SIGHT =
            classes().that().haveSimpleNameEndingWith("Impl").should().bePackagePrivate();

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        for (JavaPackage one : all.getPackage("dev.mailkeep.activities").getSubpackagesInTree()) {
            assertThat(one.isAnnotatedWith(NullMarked.class)).as(one.getName()).isTrue();
        }
    }
}
