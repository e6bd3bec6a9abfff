package dev.mailkeep.api.limits;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which limit holds for a route. It stands at the method that answers, so that it holds however the path is written. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Limited {

    Limit value();

    /** The parameter without which this is not counted a minute; empty: it always is. */
    String with() default "";
}
