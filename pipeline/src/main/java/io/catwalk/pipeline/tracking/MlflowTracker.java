package io.catwalk.pipeline.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.tracking.TrackedTraining.FinishedEpoch;
import io.catwalk.pipeline.tracking.TrackedTraining.State;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes a run in MLflow: settings as parameters, each epoch's figures as metrics, those of the test
 * split behind them, facts as tags, and report, metrics and model as artifacts where the server
 * takes files. A training that goes on goes on in the run of before.
 */
final class MlflowTracker implements Tracker {

  /** What one call takes at most, and what a value may have, by MLflow's documentation. */
  private static final int MOST_PARAMETERS = 100;

  private static final int LONGEST = 500;
  private static final String NAME_TAG = "catwalk.run_id";
  private static final String PARENT_TAG = "mlflow.parentRunId";
  private static final String API = "api/2.0/mlflow/";
  private static final String FILE_API = "api/2.0/mlflow-artifacts/artifacts/";
  private static final String PROXY = "mlflow-artifacts:/";
  private static final List<String> FILES =
      List.of(RunPaths.REPORT, RunPaths.METRICS, RunPaths.MODEL);

  private final RestServer server;
  private final String experiment;
  private final ArtifactStore runs;
  private final Optional<String> search;
  private String run = "";
  private String artifacts = "";
  private boolean described;
  private int told;
  private boolean resultsTold;

  /**
   * @param uri of the tracking server
   * @param environment holds credentials, in MLflow's own variables
   * @param runs the store that gets the run's folder
   * @param search name of the run that this one belongs to
   */
  MlflowTracker(
      String uri,
      Map<String, String> environment,
      String experiment,
      ArtifactStore runs,
      Optional<String> search) {
    this.server = new RestServer(uri, authorization(environment));
    this.experiment = experiment;
    this.runs = runs;
    this.search = search;
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

  @Override
  public String name() {
    return "MLflow";
  }

  @Override
  public void tell(TrackedTraining training) throws IOException {
    if (run.isEmpty()) {
      findOrCreate(training);
    }
    if (!described) {
      parameters(training.settings());
      described = true;
    }
    while (told < training.epochs().size()) {
      FinishedEpoch epoch = training.epochs().get(told);
      metrics(epoch.figures(), epoch.ended(), epoch.result().epoch());
      told++;
    }
    if (training.state() == State.FINISHED && !resultsTold) {
      metrics(training.results(), Instant.now(), told);
      batch("tags", pairs(training.facts()));
      resultsTold = true;
      upload(training.runId());
    }
    if (training.state() != State.RUNNING) {
      server.post(
          API + "runs/update",
          Map.of(
              "run_id",
              run,
              "status",
              training.state().name(),
              "end_time",
              Instant.now().toEpochMilli()));
    }
  }

  /** The id of the experiment, which is made where there is none. */
  private String experiment() throws IOException {
    String query = "?experiment_name=" + URLEncoder.encode(experiment, StandardCharsets.UTF_8);
    Optional<JsonNode> found = server.find(API + "experiments/get-by-name" + query);
    return found.isPresent()
        ? found.get().at("/experiment/experiment_id").asText()
        : server
            .post(API + "experiments/create", Map.of("name", experiment))
            .path("experiment_id")
            .asText();
  }

  private void findOrCreate(TrackedTraining training) throws IOException {
    String id = experiment();
    JsonNode found = find(id, training.runId());
    JsonNode info = found.at("/runs/0/info");
    if (info.isMissingNode()) {
      Map<String, String> tags = new TreeMap<>();
      tags.put(NAME_TAG, training.runId());
      if (search.isPresent()) {
        String parent = find(id, search.get()).at("/runs/0/info/run_id").asText();
        if (!parent.isEmpty()) {
          tags.put(PARENT_TAG, parent);
        }
      }
      Map<String, Object> asked = new LinkedHashMap<>();
      asked.put("experiment_id", id);
      asked.put("run_name", training.runId());
      asked.put("start_time", training.began().toEpochMilli());
      asked.put("tags", pairs(tags));
      info = server.post(API + "runs/create", asked).at("/run/info");
    } else {
      described = true;
      skip(training.epochs(), found.at("/runs/0/data/metrics"));
      server.post(
          API + "runs/update",
          Map.of("run_id", info.path("run_id").asText(), "status", State.RUNNING.name()));
    }
    artifacts = info.path("artifact_uri").asText();
    run = info.path("run_id").asText();
  }

  private JsonNode find(String experiment, String name) throws IOException {
    return server.post(
        API + "runs/search",
        Map.of(
            "experiment_ids",
            List.of(experiment),
            "filter",
            "tags.`" + NAME_TAG + "` = '" + name + "'",
            "max_results",
            1));
  }

  /** What an earlier process has told of a training that goes on. */
  private void skip(List<FinishedEpoch> epochs, JsonNode metrics) {
    int last = 0;
    for (JsonNode metric : metrics) {
      last = Math.max(last, metric.path("step").asInt());
    }
    while (told < epochs.size() && epochs.get(told).result().epoch() <= last) {
      told++;
    }
  }

  private void parameters(Map<String, String> settings) throws IOException {
    List<Map<String, Object>> all = pairs(settings);
    for (int from = 0; from < all.size(); from += MOST_PARAMETERS) {
      batch("params", all.subList(from, Math.min(all.size(), from + MOST_PARAMETERS)));
    }
  }

  private void metrics(Map<String, Double> figures, Instant when, int step) throws IOException {
    List<Map<String, Object>> all = new ArrayList<>();
    figures.forEach(
        (key, value) ->
            all.add(
                Map.of(
                    "key", key, "value", value, "timestamp", when.toEpochMilli(), "step", step)));
    batch("metrics", all);
  }

  private void batch(String kind, List<Map<String, Object>> all) throws IOException {
    server.post(API + "runs/log-batch", Map.of("run_id", run, kind, all));
  }

  private static List<Map<String, Object>> pairs(Map<String, String> texts) {
    List<Map<String, Object>> pairs = new ArrayList<>();
    texts.forEach(
        (key, value) ->
            pairs.add(
                Map.of(
                    "key", key, "value", value.substring(0, Math.min(LONGEST, value.length())))));
    return pairs;
  }

  /**
   * Other places than the server's proxy need libraries of their own: the tags say where files lie.
   */
  private void upload(String runId) throws IOException {
    if (!artifacts.startsWith(PROXY)) {
      return;
    }
    String root = artifacts.substring(PROXY.length()).replaceFirst("^/+[^/]*/", "");
    for (String file : FILES) {
      String path = RunPaths.folder(runId) + "/" + file;
      if (runs.exists(path)) {
        server.put(FILE_API + root + "/" + file, () -> runs.open(path));
      }
    }
  }
}
