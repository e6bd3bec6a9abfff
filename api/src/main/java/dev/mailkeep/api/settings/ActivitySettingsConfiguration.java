package dev.mailkeep.api.settings;

import dev.mailkeep.activities.mailbox.QuietSettings;
import dev.mailkeep.activities.notify.NotificationSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/**
 * Reads the settings that activities declare beside what they set. Those of Google are read by {@link GoogleConfiguration}.
 * A record that is missing here keeps the process from starting.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({NotificationSettings.class, QuietSettings.class})
class ActivitySettingsConfiguration {}
