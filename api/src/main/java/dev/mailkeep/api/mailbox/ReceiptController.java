package dev.mailkeep.api.mailbox;

import dev.mailkeep.api.mailbox.ReceiptViews.Receipt;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Receipts of disconnects. */
@RestController
class ReceiptController {

    private final ReceiptViews receipts;

    ReceiptController(ReceiptViews receipts) {
        this.receipts = receipts;
    }

    @GetMapping("/api/receipts/{id}")
    Receipt one(@AuthenticationPrincipal Person person, @PathVariable UUID id) {
        return receipts.find(person.id(), id).orElseThrow(Problem::notFound);
    }
}
