package io.catwalk.pipeline.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwalk.pipeline.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * MLflow's REST interface, version 2.0. Credentials come from MLflow's own variables: {@code
 * MLFLOW_TRACKING_TOKEN}, or {@code MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}.
 */
final class MlflowServer {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration UPLOAD = Duration.ofSeconds(45);
  private static final String API = "/api/2.0/";

  private final String uri;
  private final Optional<String> authorization;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param uri as {@code http://host:5000}
   * @param environment holds the credentials, if any
   */
  MlflowServer(String uri, Map<String, String> environment) {
    this.uri = uri.replaceFirst("/+$", "");
    this.authorization = authorization(environment);
  }

  private static Optional<String> authorization(Map<String, String> environment) {
    String token = environment.get("MLFLOW_TRACKING_TOKEN");
    if (token != null) {
      return Optional.of("Bearer " + token);
    }
    String user = environment.get("MLFLOW_TRACKING_USERNAME");
    if (user == null) {
      return Optional.empty();
    }
    String pair = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    return Optional.of(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  /** Its host, for messages. */
  String host() {
    return URI.create(uri).getAuthority();
  }

  /**
   * The experiment of a name, made where there is none.
   *
   * @return its id
   */
  String experiment(String name) throws IOException {
    String query = "?experiment_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    HttpResponse<byte[]> found =
        send(request("mlflow/experiments/get-by-name" + query, ANSWER).GET().build());
    if (found.statusCode() == 404) {
      return post("mlflow/experiments/create", Map.of("name", name)).path("experiment_id").asText();
    }
    return json(found).at("/experiment/experiment_id").asText();
  }

  /**
   * @param path below {@code /api/2.0/}
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

  /**
   * Uploads a file through the server's artifact proxy.
   *
   * @param path below the server's artifact root
   */
  void upload(String path, Supplier<InputStream> content) throws IOException {
    json(
        send(
            request("mlflow-artifacts/artifacts/" + path, UPLOAD)
                .header("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofInputStream(content))
                .build()));
  }

  private HttpRequest.Builder request(String path, Duration limit) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri + API + path)).timeout(limit);
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
