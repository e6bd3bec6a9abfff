package dev.mailkeep.activities;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "dev.mailkeep.activities", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** The packages, and which others each may use. */
    private static final Map<String, List<String>> PACKAGES = Map.ofEntries(
            entry("outage", List.of()),
            entry("rows", List.of()),
            entry("digest", List.of()),
            entry("audit", List.of()),
            entry("mail", List.of()),
            entry("disconnect", List.of("rows")),
            entry("quota", List.of("outage")),
            entry("google", List.of("mail", "quota")),
            entry("token", List.of("audit", "digest", "disconnect", "google", "rows")),
            entry("mailbox", List.of("audit", "google", "rows", "token")),
            entry("session", List.of("digest")),
            entry("risc", List.of("audit", "digest", "google", "mailbox", "session", "token")),
            entry(
                    "sync",
                    List.of(
                            "audit",
                            "digest",
                            "disconnect",
                            "google",
                            "mail",
                            "mailbox",
                            "outage",
                            "quota",
                            "rows",
                            "token")),
            entry("notify", List.of("mailbox", "rows", "sync")));

    /** The rooms of a sync, and which others each may use. */
    private static final Map<String, List<String>> ROOMS = Map.of(
            "attempt", List.of(),
            "queue", List.of(),
            "progress", List.of("attempt", "queue"),
            "store", List.of("attempt", "progress", "queue"),
            "listing", List.of("attempt", "progress", "queue", "store"),
            "check", List.of("attempt", "listing", "progress", "queue", "store"),
            "senders", List.of("attempt", "listing", "progress", "queue", "store"));

    @ArchTest
    static final ArchRule PACKAGES_DEPEND_ONE_WAY = oneWay("..activities.", PACKAGES);

    @ArchTest
    static final ArchRule ROOMS_OF_A_SYNC_DEPEND_ONE_WAY = oneWay("..sync.", ROOMS);

    private static ArchRule oneWay(String parent, Map<String, List<String>> packages) {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : packages.keySet()) {
            layers = layers.layer(name).definedBy(parent + name + "..");
        }
        for (Map.Entry<String, List<String>> one : packages.entrySet()) {
            LayeredArchitecture.LayerDependencySpecification layer = layers.whereLayer(one.getKey());
            layers = one.getValue().isEmpty()
                    ? layer.mayNotAccessAnyLayer()
                    : layer.mayOnlyAccessLayers(one.getValue().toArray(String[]::new));
        }
        return layers;
    }

    @ArchTest
    static void everyPackageHasItsPlace(JavaClasses all) {
        assertThat(subpackages(all, "dev.mailkeep.activities")).isEqualTo(PACKAGES.keySet());
        assertThat(subpackages(all, "dev.mailkeep.activities.sync")).isEqualTo(ROOMS.keySet());
    }

    private static Set<String> subpackages(JavaClasses all, String parent) {
        return all.getPackage(parent).getSubpackages().stream()
                .map(JavaPackage::getRelativeName)
                .collect(Collectors.toSet());
    }

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
