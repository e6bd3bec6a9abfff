package dev.mailkeep.api.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.servers.Server;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The OpenAPI document, from which the page's types are generated: a property is required unless it is nullable in
 * Java.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String OURS = "dev.mailkeep.";

    /** With a server of its own in it, springdoc does not add the address at which it was asked. */
    @Bean
    OpenAPI frame() {
        return new OpenAPI().info(new Info().title("Mailkeep").version("1")).servers(List.of(new Server().url("/")));
    }

    @Bean
    OpenApiCustomizer document(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping routes) {
        return document -> {
            var records = new LinkedHashSet<Class<?>>();
            routes.getHandlerMethods().values().forEach(handler -> collect(handler, records));
            records.forEach(record -> require(document, record));
            routes.getHandlerMethods().values().stream()
                    .flatMap(handler -> Stream.of(handler.getMethodParameters()))
                    .filter(parameter -> parameter.hasParameterAnnotation(RequestBody.class))
                    .map(MethodParameter::getParameterType)
                    .forEach(body -> takeNulls(document, body));
            addProblem(document);
            ErrorsInTheDocument.add(document);
        };
    }

    /**
     * Removes the YAML form of the document: everything here is JSON, and springdoc has no setting that turns YAML off.
     */
    @Bean
    SmartInitializingSingleton noYaml(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping routes) {
        return () -> routes.getHandlerMethods().keySet().stream()
                .filter(route -> route.getPatternValues().stream().anyMatch(path -> path.endsWith(".yaml")))
                .toList()
                .forEach(routes::unregisterMapping);
    }

    private static void collect(HandlerMethod handler, Set<Class<?>> records) {
        collect(handler.getMethod().getGenericReturnType(), records);
        for (MethodParameter parameter : handler.getMethodParameters()) {
            collect(parameter.getGenericParameterType(), records);
        }
    }

    private static void collect(Type type, Set<Class<?>> records) {
        if (type instanceof ParameterizedType parameterized) {
            for (Type argument : parameterized.getActualTypeArguments()) {
                collect(argument, records);
            }
        } else if (type instanceof Class<?> known
                && known.isRecord()
                && known.getName().startsWith(OURS)
                && records.add(known)) {
            for (RecordComponent component : known.getRecordComponents()) {
                collect(component.getGenericType(), records);
            }
        }
    }

    private static void require(OpenAPI document, Class<?> record) {
        Schema<?> schema = document.getComponents().getSchemas().get(record.getSimpleName());
        if (schema == null) {
            return;
        }
        for (RecordComponent component : record.getRecordComponents()) {
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
                schema.addRequiredItem(renamed == null ? component.getName() : renamed.value());
            }
        }
    }

    /** Allows null for the properties of a request body that may be left out. Answers leave such properties out. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void takeNulls(OpenAPI document, Class<?> body) {
        Schema<?> schema = document.getComponents().getSchemas().get(body.getSimpleName());
        if (schema == null || !body.isRecord()) {
            return;
        }
        for (RecordComponent component : body.getRecordComponents()) {
            Schema property = (Schema) schema.getProperties().get(component.getName());
            if (property != null
                    && property.getTypes() != null
                    && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                property.addType("null");
                if (property.getEnum() != null) {
                    var values = new LinkedHashSet<@Nullable Object>(property.getEnum());
                    values.add(null);
                    property.setEnum(new ArrayList<>(values));
                }
            }
        }
    }

    /** Adds the schema of an error, which no method returns. */
    private static void addProblem(OpenAPI document) {
        Schema<?> error = new ObjectSchema()
                .addProperty("field", new StringSchema())
                .addProperty("message", new StringSchema())
                .addRequiredItem("field")
                .addRequiredItem("message");
        Schema<?> problem = new ObjectSchema()
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("nextAction", new Schema<>().$ref("#/components/schemas/NextAction"))
                .addProperty("errors", new ArraySchema().items(error));
        List.of("type", "title", "status", "detail").forEach(problem::addRequiredItem);
        document.getComponents().addSchemas("Problem", problem);
    }
}
