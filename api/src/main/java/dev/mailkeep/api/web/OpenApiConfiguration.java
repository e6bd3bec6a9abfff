package dev.mailkeep.api.web;

import io.swagger.v3.oas.models.info.Info;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI document, from which the page's types are made: what is not nullable is required. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    @Bean
    OpenApiCustomizer document() {
        return document -> {
            document.setInfo(new Info().title("Mailkeep").version("1"));
            document.setServers(List.of());
        };
    }
}
