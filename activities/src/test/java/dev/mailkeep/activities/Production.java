package dev.mailkeep.activities;

import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.PushSettings;
import dev.mailkeep.activities.mailbox.QuietSettings;
import dev.mailkeep.activities.notify.NotificationSettings;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.risc.RiscConfiguration;
import dev.mailkeep.activities.risc.RiscSettings;
import dev.mailkeep.activities.token.KeysetFormat;
import dev.mailkeep.activities.token.Vault;
import dev.mailkeep.simulator.risc.RiscTransmitter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mail.MailSender;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** The production components, with what the process gives them. */
final class Production {

    private Production() {}

    static AnnotationConfigApplicationContext wire(
            DataSource dataSource,
            JdbcClient jdbc,
            GoogleSettings google,
            PushSettings push,
            QuotaSettings quota,
            List<MailSender> smtp) {
        var context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, () -> dataSource);
        context.registerBean(JdbcClient.class, () -> jdbc);
        context.registerBean(
                TransactionOperations.class, () -> new TransactionTemplate(new JdbcTransactionManager(dataSource)));
        context.registerBean(GoogleSettings.class, () -> google);
        context.registerBean(
                RiscSettings.class,
                () -> new RiscSettings("on", google.jwksUri().resolve(RiscTransmitter.CONFIGURATION_PATH)));
        context.registerBean(PushSettings.class, () -> push);
        context.registerBean(QuotaSettings.class, () -> quota);
        context.registerBean(QuietSettings.class, () -> new QuietSettings(Duration.ofMinutes(30)));
        context.registerBean(Vault.class, () -> new Vault(KeysetFormat.CLEAR.parse(KeysetFormat.CLEAR.generate())));
        context.registerBean(
                NotificationSettings.class,
                () -> new NotificationSettings("mailkeep@mailkeep.example", URI.create("http://localhost:8080")));
        smtp.forEach(sender -> context.registerBean(MailSender.class, () -> sender));
        context.register(ActivitiesConfiguration.class, RiscConfiguration.class);
        context.refresh();
        return context;
    }
}
