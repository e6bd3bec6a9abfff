package dev.mailkeep.activities.sync;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Finds the rooms of a sync. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class SyncConfiguration {}
