package dev.mailkeep.api.limits;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Closes the connection of a request that was answered before its body arrived. Otherwise Tomcat would read the body to
 * its end, however slowly it comes, to reuse the connection, and that would block a thread.
 */
final class UnreadBodies extends ValveBase {

    UnreadBodies() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        try {
            getNext().invoke(request, response);
        } finally {
            if (!request.isAsync() && !request.getInputStream().isFinished()) {
                if (!response.isCommitted()) {
                    response.setHeader("Connection", "close");
                }
                // Before the next line, which turns any status below 400 that has not been sent yet into 500.
                response.finishResponse();
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }
}
