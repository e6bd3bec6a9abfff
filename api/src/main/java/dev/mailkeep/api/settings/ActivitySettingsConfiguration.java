package dev.mailkeep.api.settings;

import dev.mailkeep.activities.mailbox.QuietSettings;
import dev.mailkeep.activities.notify.NotificationSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/**
 * Reads the settings records that the activities declare beside the code that uses them. {@link GoogleConfiguration}
 * reads those of Google. Without one of these records the process does not start.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({NotificationSettings.class, QuietSettings.class})
class ActivitySettingsConfiguration {}
