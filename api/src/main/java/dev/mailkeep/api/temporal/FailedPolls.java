package dev.mailkeep.api.temporal;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/**
 * Notices when polls of the workers fail. The SDK repeats them forever, and its own log lines about them are switched
 * off, because it writes one for each attempt.
 */
@Component
class FailedPolls implements ClientInterceptor {

    /** A poll also ends like this when there is no work, or when this process stops. */
    private static final Set<Status.Code> HARMLESS =
            Set.of(Status.Code.OK, Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED);

    private final AtomicBoolean failed = new AtomicBoolean();

    /** Whether a poll has failed since the last time that this method was called. */
    boolean anySinceLastAsked() {
        return failed.getAndSet(false);
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        ClientCall<Q, A> call = next.newCall(method, options);
        return String.valueOf(method.getBareMethodName()).startsWith("Poll") ? new Poll<>(call) : call;
    }

    private final class Poll<Q, A> extends SimpleForwardingClientCall<Q, A> {

        Poll(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            super.start(
                    new SimpleForwardingClientCallListener<>(listener) {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            if (!HARMLESS.contains(status.getCode())) {
                                failed.set(true);
                            }
                            super.onClose(status, trailers);
                        }
                    },
                    headers);
        }
    }
}
