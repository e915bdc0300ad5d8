package io.catwalk.pipeline.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwalk.pipeline.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls of a service that takes and gives JSON. None waits for ever. */
final class RestServer {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration UPLOAD = Duration.ofSeconds(45);

  private final String uri;
  private final Optional<String> authorization;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param uri as {@code http://host:5000}, below which all paths are
   * @param authorization the header's value; empty for none
   */
  RestServer(String uri, Optional<String> authorization) {
    this.uri = uri.replaceFirst("/+$", "");
    this.authorization = authorization;
  }

  /** Its host, for messages. */
  String host() {
    return URI.create(uri).getAuthority();
  }

  /**
   * @return empty where it answers that there is no such thing (404)
   */
  Optional<JsonNode> find(String path) throws IOException {
    HttpResponse<byte[]> answer = send(request(path, ANSWER).GET().build());
    return answer.statusCode() == 404 ? Optional.empty() : Optional.of(json(answer));
  }

  /**
   * @param body written as JSON
   */
  JsonNode post(String path, Object body) throws IOException {
    return json(
        send(
            request(path, ANSWER)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body)))
                .build()));
  }

  /** Uploads a file. */
  void put(String path, Supplier<InputStream> content) throws IOException {
    json(
        send(
            request(path, UPLOAD)
                .header("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofInputStream(content))
                .build()));
  }

  private HttpRequest.Builder request(String path, Duration limit) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri + "/" + path)).timeout(limit);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException(host() + " cannot be reached: " + reason, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(host() + " did not answer in time", e);
    }
  }

  private JsonNode json(HttpResponse<byte[]> answer) throws IOException {
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(host() + " answered " + answer.statusCode());
    }
    byte[] body = answer.body().length == 0 ? new byte[] {'{', '}'} : answer.body();
    return Json.read(body, JsonNode.class, host());
  }
}
