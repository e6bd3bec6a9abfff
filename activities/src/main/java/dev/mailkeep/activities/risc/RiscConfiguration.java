package dev.mailkeep.activities.risc;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Finds the components that receive Google's security events; used only where they are switched on. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class RiscConfiguration {}
