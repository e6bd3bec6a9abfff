package dev.mailkeep.activities.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.util.StreamingContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs Google's client on the JDK's HTTP client, with limits on the time and size of a whole call. The transport that
 * comes with Google's client only limits the time between two bytes, and loses the body of a 401 to a POST, where the
 * token endpoint says {@code invalid_client} (HttpURLConnection, "cannot retry due to server authentication, in
 * streaming mode").
 */
final class GoogleTransport extends HttpTransport {

    private final HttpClient client;
    private final Duration deadline;

    /** @param deadline the time for a whole call, to the last byte of its answer */
    GoogleTransport(Duration connectTimeout, Duration deadline) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
        this.deadline = deadline;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        return new Request(method, HttpRequest.newBuilder(URI.create(url)));
    }

    private final class Request extends LowLevelHttpRequest {
        private final String method;
        private final HttpRequest.Builder builder;

        Request(String method, HttpRequest.Builder builder) {
            this.method = method;
            this.builder = builder;
        }

        @Override
        public void addHeader(String name, String value) {
            builder.header(name, value);
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            if (getContentType() != null) {
                builder.header("Content-Type", getContentType());
            }
            if (getContentEncoding() != null) {
                builder.header("Content-Encoding", getContentEncoding());
            }
            return new GoogleResponse(
                    await(client.sendAsync(builder.method(method, body()).build(), answer -> new CappedBody())));
        }

        private HttpRequest.BodyPublisher body() throws IOException {
            StreamingContent content = getStreamingContent();
            if (content == null) {
                return HttpRequest.BodyPublishers.noBody();
            }
            var bytes = new ByteArrayOutputStream();
            content.writeTo(bytes);
            return HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray());
        }
    }

    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer) throws IOException {
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IOException("No answer in time");
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Stopped while waiting for an answer");
        } catch (ExecutionException failed) {
            // The JDK's message may contain the host or the path.
            throw new IOException("The connection failed");
        }
    }
}
