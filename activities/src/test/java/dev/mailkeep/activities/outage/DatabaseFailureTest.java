package dev.mailkeep.activities.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.transaction.CannotCreateTransactionException;

class DatabaseFailureTest {

    @Test
    void namesOutagesOfTheServerOnly() {
        assertThat(DatabaseFailure.outage(new DataAccessResourceFailureException("x", state("08006"))))
                .contains("08006");
        assertThat(DatabaseFailure.outage(new CannotCreateTransactionException("x")))
                .contains("CannotCreateTransactionException");

        assertThat(DatabaseFailure.outage(new BadSqlGrammarException("x", "y", state("42P01"))))
                .isEmpty();
        assertThat(DatabaseFailure.outage(new TransientDataAccessResourceException("x", state("57014"))))
                .as("one statement took too long")
                .isEmpty();
    }

    private static SQLException state(String code) {
        return new SQLException("z", code);
    }
}
