package dev.mailkeep.api.limits;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The limit of a route. It stands at the method that answers, so that it applies however the path is written. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Limited {

    Limit value();

    /** Requests without this parameter do not count towards the rate; if empty, all requests count. */
    String with() default "";
}
