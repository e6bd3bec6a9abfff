package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The jar's bills of materials are built with it, and nothing in them has a licence that would bind its users. */
class SbomTest {

    /** Licences under which a program may be passed on with others under Apache-2.0, by SPDX id or the names that poms use. */
    private static final Pattern WELCOME = Pattern.compile(
            "Apache-2\\.0|Apache 2\\.0|(The )?Apache( Software)? License.*|MIT(-0)?|(The )?MIT License.*|0BSD|ISC|BSD-[234]-Clause.*|"
                    + "(The )?BSD.*License.*|Go License|EPL-[12]\\.0|EDL.*|BSD Licence 3|CC0-1\\.0|\\(MIT OR CC0-1\\.0\\)|\\(CDDL-1\\.0 OR GPL-2\\.0-with-classpath-exception\\)|Unlicense|OFL-1\\.1|MPL-2\\.0|"
                    + "PostgreSQL|Unicode-3\\.0|GPL-2\\.0-(only-)?with-classpath-exception|LGPL-2\\.1.*|Bouncy Castle Licence|Public Domain.*");

    @Test
    void namesWhatTheProcessIsMadeOf() throws IOException {
        assertThat(components("application.cdx.json"))
                .hasSizeGreaterThan(100)
                .anyMatch(component -> component.path("name").asString().equals("tink"))
                .anyMatch(component -> component.path("name").asString().equals("temporal-sdk"));
    }

    @Test
    void namesNothingThatItsMakersNoLongerSupport() throws IOException {
        assertThat(components("application.cdx.json"))
                .extracting(component -> component.path("group").asString(""))
                .doesNotContain("com.amazonaws", "org.springframework.session");
    }

    @Test
    void carriesNoProgramsOfPostgres() throws IOException {
        assertThat(components("application.cdx.json"))
                .extracting(component -> component.path("group").asString(""))
                .doesNotContain("io.zonky.test.postgres", "io.zonky.test");
    }

    @Test
    void namesWhatThePageIsMadeOf() throws IOException {
        assertThat(components("page.cdx.json"))
                .hasSizeGreaterThan(20)
                .anyMatch(component -> component.path("name").asString().equals("react"));
    }

    @Test
    void everyLicenceIsWelcome() throws IOException {
        List<JsonNode> all = new ArrayList<>(components("application.cdx.json"));
        all.addAll(components("page.cdx.json"));
        assertThat(all.stream()
                        .filter(component -> licences(component).stream()
                                .noneMatch(licence -> WELCOME.matcher(licence).matches()))
                        .map(component -> component.path("purl").asString() + " " + licences(component)))
                .isEmpty();
    }

    private static List<String> licences(JsonNode component) {
        List<String> names = new ArrayList<>();
        component.path("licenses").forEach(entry -> {
            names.add(entry.path("license").path("id").asString(""));
            names.add(entry.path("license").path("name").asString(""));
            names.add(entry.path("expression").asString(""));
        });
        if (component.path("group").asString("").equals("dev.mailkeep")) {
            names.add("Apache-2.0");
        }
        return names;
    }

    private static List<JsonNode> components(String name) throws IOException {
        try (InputStream file = SbomTest.class.getResourceAsStream("/META-INF/sbom/" + name)) {
            JsonNode document = JsonMapper.shared().readTree(Objects.requireNonNull(file));
            assertThat(document.path("bomFormat").asString()).isEqualTo("CycloneDX");
            List<JsonNode> components = new ArrayList<>();
            document.path("components").forEach(components::add);
            return components;
        }
    }
}
