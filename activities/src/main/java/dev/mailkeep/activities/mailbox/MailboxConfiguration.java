package dev.mailkeep.activities.mailbox;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Finds the classes that write the mailbox's row. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class MailboxConfiguration {}
