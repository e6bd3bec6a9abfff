package dev.mailkeep.activities.risc;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Finds what takes Google's security events; only where the process is told to take them. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class RiscConfiguration {}
