package dev.mailkeep.activities;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * Finds every component of the activities. The process gives what only it knows: the database, the vault's keyset and the
 * settings.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class ActivitiesConfiguration {}
