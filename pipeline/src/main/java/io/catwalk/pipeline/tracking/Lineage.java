package io.catwalk.pipeline.tracking;

import io.catwalk.pipeline.BackgroundThread;
import io.catwalk.pipeline.BuildInfo;
import io.catwalk.pipeline.Secrets;
import io.catwalk.pipeline.config.TrackingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Tells an OpenLineage service that a job began and how it ended, with what it read and wrote
 * (https://openlineage.io/spec/2-0-2/OpenLineage.json). A thread of its own tells it: an outage is
 * said in a line, and fails and slows no job.
 */
public final class Lineage implements AutoCloseable {

  private static final String SCHEMA =
      "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

  private static final Duration LONGEST_END = Duration.ofSeconds(30);

  private final Optional<RestServer> service;
  private final String namespace;
  private final String job;
  private final Consumer<String> warn;
  private final String run = UUID.randomUUID().toString();
  private final BackgroundThread teller = new BackgroundThread("catwalk-lineage");
  private boolean completed;
  private boolean warned;

  Lineage(Optional<RestServer> service, String namespace, String job, Consumer<String> warn) {
    this.service = service;
    this.namespace = namespace;
    this.job = job;
    this.warn = warn;
    tell("START", List.of(), List.of());
  }

  /**
   * A job that begins now; often nobody wants to know.
   *
   * @param job its name, as {@code train pets}
   * @param warn hears what cannot be told
   */
  public static Lineage of(TrackingConfig config, String job, Consumer<String> warn) {
    Optional<RestServer> service =
        Optional.of(config.lineage())
            .filter(url -> !url.isEmpty())
            .map(url -> new RestServer(url, key(System.getenv())));
    return new Lineage(service, config.namespace(), job, warn);
  }

  static Optional<String> key(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("OPENLINEAGE_API_KEY")).map(key -> "Bearer " + key);
  }

  /**
   * The job did what it should.
   *
   * @param inputs paths and URIs that it read
   * @param outputs that it wrote
   */
  public void completed(List<String> inputs, List<String> outputs) {
    completed = true;
    tell("COMPLETE", inputs, outputs);
  }

  private void tell(String type, List<String> inputs, List<String> outputs) {
    service.ifPresent(to -> teller.execute(() -> tell(to, event(type, inputs, outputs))));
  }

  private Map<String, Object> event(String type, List<String> inputs, List<String> outputs) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("eventType", type);
    event.put("eventTime", Instant.now().toString());
    event.put("run", Map.of("runId", run));
    event.put("job", Map.of("namespace", namespace, "name", job));
    event.put("inputs", inputs.stream().map(Lineage::dataset).toList());
    event.put("outputs", outputs.stream().map(Lineage::dataset).toList());
    event.put("producer", "urn:catwalk:" + BuildInfo.read().version());
    event.put("schemaURL", SCHEMA);
    return event;
  }

  /** By OpenLineage's naming: the file system is the namespace, the path the name. */
  static Map<String, String> dataset(String location) {
    String shown = Secrets.in(location);
    boolean hasScheme = shown.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
    if (!hasScheme) {
      return Map.of("namespace", "file", "name", Path.of(shown).toAbsolutePath().toString());
    }
    String scheme = shown.substring(0, shown.indexOf(':'));
    String rest = shown.substring(scheme.length() + 1);
    String authority = rest.startsWith("//") ? rest.substring(2).replaceFirst("/.*", "") : "";
    String path = rest.startsWith("//") ? rest.substring(2 + authority.length()) : rest;
    return Map.of(
        "namespace", authority.isEmpty() ? scheme : scheme + "://" + authority, "name", path);
  }

  private void tell(RestServer to, Map<String, Object> event) {
    try {
      to.post("api/v1/lineage", event);
    } catch (IOException | RuntimeException e) {
      if (!warned) {
        warned = true;
        warn.accept(
            "OpenLineage is not told of this job: " + Secrets.in(String.valueOf(e.getMessage())));
      }
    }
  }

  /** Of a job that did not complete it is told that it failed. Waits half a minute at most. */
  @Override
  public void close() {
    if (!completed) {
      tell("FAIL", List.of(), List.of());
    }
    teller.end(LONGEST_END);
  }
}
