package dev.mailkeep.postgres;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The PostgreSQL servers that run on a directory, looked for among all processes. */
final class Postmasters {

    private Postmasters() {}

    /** Without their own child processes, which show other arguments, and without dead ones nobody reaped. */
    static List<ProcessHandle> of(Path data) {
        String command = "bin/postgres -D " + data;
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(command))
                .toList();
    }

    static void kill(List<ProcessHandle> postmasters) throws InterruptedException {
        postmasters.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle postmaster : postmasters) {
            while (postmaster.info().commandLine().isPresent()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }
}
