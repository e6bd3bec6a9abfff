package dev.mailkeep.api.web;

import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Restricts bodies to JSON. Libraries bring YAML, CBOR, Smile and XML along, and Spring would read and write each of
 * them: parsers that Mailkeep does not need and that strangers could use.
 */
@Configuration(proxyBeanMethods = false)
class JsonOnly implements WebMvcConfigurer {

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> serverErrors() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ServerErrors.class.getName());
            }
        });
    }

    private static final List<MediaType> OTHERS = List.of(
            MediaType.APPLICATION_YAML,
            MediaType.APPLICATION_CBOR,
            MediaType.APPLICATION_XML,
            MediaType.TEXT_XML,
            MediaType.parseMediaType("application/x-jackson-smile"),
            MediaType.APPLICATION_FORM_URLENCODED,
            MediaType.MULTIPART_FORM_DATA);

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.configureMessageConvertersList(converters -> converters.removeIf(JsonOnly::isForOthers));
    }

    /**
     * Whether a converter is for one of the other formats. General converters, such as the one for bytes, name no type
     * of their own.
     */
    private static boolean isForOthers(HttpMessageConverter<?> converter) {
        return converter.getSupportedMediaTypes().stream().anyMatch(OTHERS::contains);
    }
}
