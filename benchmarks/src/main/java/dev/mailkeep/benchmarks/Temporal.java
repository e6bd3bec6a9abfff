package dev.mailkeep.benchmarks;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Temporal's test server in this process, in real time, where the histories of workflows can be read. */
final class Temporal implements AutoCloseable {

    private static final String NAMESPACE = "default";

    private final String address;
    private final TestServer.PortBoundTestServer server;
    private final WorkflowServiceStubs service;

    private Temporal(String address, TestServer.PortBoundTestServer server) {
        this.address = address;
        this.server = server;
        this.service = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    }

    static Temporal start() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var started = new Temporal("127.0.0.1:" + port, TestServer.createPortBoundServer(port, true));
        started.addSearchAttributes();
        return started;
    }

    /** For {@code TEMPORAL_ADDRESS}. */
    String address() {
        return address;
    }

    /** As docs/running.md tells operators to. */
    private void addSearchAttributes() {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(
                OperatorServiceStubsOptions.newBuilder().setTarget(address).validateAndBuildWithDefaults());
        operator.blockingStub()
                .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                        .setNamespace(NAMESPACE)
                        .putSearchAttributes("MailboxStatus", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                        .putSearchAttributes("MailkeepUser", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                        .build());
        operator.shutdownNow();
    }

    /** What happened in a mailbox's workflow, in all its runs, the present one first. */
    List<HistoryEvent> history(String mailbox) {
        WorkflowClient client = WorkflowClient.newInstance(service);
        var events = new ArrayList<HistoryEvent>();
        String run = null;
        do {
            List<HistoryEvent> ofRun =
                    client.fetchHistory("mailbox-" + mailbox, run).getEvents();
            events.addAll(ofRun);
            run = ofRun.get(0).getWorkflowExecutionStartedEventAttributes().getContinuedExecutionRunId();
        } while (!run.isEmpty());
        return events;
    }

    @Override
    public void close() {
        service.shutdownNow();
        server.close();
    }
}
