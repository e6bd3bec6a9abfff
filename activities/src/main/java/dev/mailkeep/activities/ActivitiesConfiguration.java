package dev.mailkeep.activities;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

/**
 * Finds every component of the activities. The process gives what only it knows: the database, the vault's keyset and the
 * settings. Security events are left to {@link dev.mailkeep.activities.risc.RiscConfiguration}, as few processes take them.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan(excludeFilters = @Filter(type = FilterType.REGEX, pattern = "dev\\.mailkeep\\.activities\\.risc\\..*"))
public class ActivitiesConfiguration {}
