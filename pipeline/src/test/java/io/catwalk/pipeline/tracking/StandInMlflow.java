package io.catwalk.pipeline.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The part of MLflow's tracking server that Catwalk speaks with, as its documentation of the REST
 * interface (version 2.0) describes it: MLflow itself cannot be had from Maven.
 */
public final class StandInMlflow implements AutoCloseable {

  /** One run, as it was told. */
  public static final class Run {
    final Map<String, String> tags = new TreeMap<>();
    final Map<String, String> params = new TreeMap<>();
    final List<String> metrics = new ArrayList<>();
    final Map<String, byte[]> artifacts = new TreeMap<>();
    String name;
    String status = "RUNNING";
    int lastStep;

    public Map<String, String> params() {
      return params;
    }

    public List<String> metrics() {
      return metrics;
    }

    public Map<String, byte[]> artifacts() {
      return artifacts;
    }

    public Map<String, String> tags() {
      return tags;
    }

    public String status() {
      return status;
    }
  }

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final Map<String, String> experiments = new TreeMap<>();
  private final List<Run> runs = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile int refusal;

  public StandInMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/2.0/", this::answer);
    server.start();
  }

  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Run> runs() {
    return runs;
  }

  List<String> authorizations() {
    return authorizations;
  }

  /**
   * @param status with which every call is answered from now on; 0 for what is asked
   */
  void refuse(int status) {
    refusal = status;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String auth = exchange.getRequestHeaders().getFirst("Authorization");
    authorizations.add(auth == null ? "none" : auth);
    if (refusal != 0) {
      send(exchange, refusal, Map.of("error_code", "TEMPORARILY_UNAVAILABLE"));
      return;
    }
    String path = exchange.getRequestURI().getPath().substring("/api/2.0/".length());
    if (path.startsWith("mlflow-artifacts/artifacts/7/run-")) {
      String[] parts = path.split("/", 6);
      run(parts[3]).artifacts.put(parts[5], body);
      send(exchange, 200, Map.of());
      return;
    }
    JsonNode asked = body.length == 0 ? json.createObjectNode() : json.readTree(body);
    switch (path) {
      case "mlflow/experiments/get-by-name" -> experiment(exchange);
      case "mlflow/experiments/create" -> {
        experiments.put(asked.get("name").asText(), "7");
        send(exchange, 200, Map.of("experiment_id", "7"));
      }
      case "mlflow/runs/search" -> search(exchange, asked.get("filter").asText());
      case "mlflow/runs/create" -> {
        Run run = new Run();
        run.name = asked.get("run_name").asText();
        pairs(asked.get("tags"), run.tags);
        runs.add(run);
        send(exchange, 200, Map.of("run", Map.of("info", info(run))));
      }
      case "mlflow/runs/log-batch" -> {
        Run run = run(asked.get("run_id").asText());
        pairs(asked.path("params"), run.params);
        pairs(asked.path("tags"), run.tags);
        for (JsonNode metric : asked.path("metrics")) {
          run.lastStep = metric.get("step").asInt();
          run.metrics.add(
              metric.get("step").asInt()
                  + " "
                  + metric.get("key").asText()
                  + " "
                  + metric.get("value").asText());
        }
        send(exchange, asked.path("params").size() > 100 ? 400 : 200, Map.of());
      }
      case "mlflow/runs/update" -> {
        run(asked.get("run_id").asText()).status = asked.get("status").asText();
        send(exchange, 200, Map.of());
      }
      default -> send(exchange, 404, Map.of("error_code", "ENDPOINT_NOT_FOUND"));
    }
  }

  private void experiment(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String name = URLDecoder.decode(query.replace("experiment_name=", ""), StandardCharsets.UTF_8);
    if (experiments.containsKey(name)) {
      send(
          exchange,
          200,
          Map.of("experiment", Map.of("experiment_id", experiments.get(name), "name", name)));
    } else {
      send(exchange, 404, Map.of("error_code", "RESOURCE_DOES_NOT_EXIST"));
    }
  }

  private void search(HttpExchange exchange, String filter) throws IOException {
    List<Object> found = new ArrayList<>();
    for (Run run : runs) {
      String wanted = "tags.`catwalk.run_id` = '" + run.tags.get("catwalk.run_id") + "'";
      if (filter.equals(wanted)) {
        found.add(
            Map.of(
                "info",
                info(run),
                "data",
                Map.of("metrics", List.of(Map.of("key", "train_loss", "step", run.lastStep)))));
      }
    }
    send(exchange, 200, found.isEmpty() ? Map.of() : Map.of("runs", found));
  }

  private Map<String, String> info(Run run) {
    String id = "run-" + runs.indexOf(run);
    return Map.of("run_id", id, "artifact_uri", "mlflow-artifacts:/7/" + id + "/artifacts");
  }

  private Run run(String id) {
    return runs.get(Integer.parseInt(id.substring("run-".length())));
  }

  private static void pairs(JsonNode list, Map<String, String> to) {
    for (JsonNode pair : list) {
      to.put(pair.get("key").asText(), pair.get("value").asText());
    }
  }

  private void send(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
