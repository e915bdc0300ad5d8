package io.catwalk.pipeline.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events of a job. */
class LineageTest {

  private StandInLineage service;
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    service = new StandInLineage();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private Lineage lineage() {
    RestServer to =
        new RestServer(service.url(), Lineage.key(Map.of("OPENLINEAGE_API_KEY", "k3y")));
    return new Lineage(Optional.of(to), "zoo", "train pets", warnings::add);
  }

  @Test
  void tellsOfBeginningAndEnd() {
    try (Lineage lineage = lineage()) {
      lineage.completed(List.of("hdfs://nn:8020/pets"), List.of("file:/tmp/runs/one"));
    }

    assertThat(warnings).isEmpty();
    assertThat(service.keys()).containsOnly("Bearer k3y");
    assertThat(service.events())
        .extracting(event -> event.get("eventType").asText())
        .containsExactly("START", "COMPLETE");
    JsonNode start = service.events().get(0);
    JsonNode end = service.events().get(1);
    assertThat(end.at("/run/runId").asText()).matches("[0-9a-f-]{36}");
    assertThat(end.get("run")).isEqualTo(start.get("run"));
    assertThat(end.at("/job/namespace").asText()).isEqualTo("zoo");
    assertThat(end.at("/job/name").asText()).isEqualTo("train pets");
    assertThat(Instant.parse(end.get("eventTime").asText()))
        .isAfterOrEqualTo(Instant.parse(start.get("eventTime").asText()));
    assertThat(end.get("inputs").toString())
        .contains("\"namespace\":\"hdfs://nn:8020\"", "\"name\":\"/pets\"");
    assertThat(end.get("outputs").toString())
        .contains("\"namespace\":\"file\"", "\"name\":\"/tmp/runs/one\"");
    assertThat(end.get("producer").asText()).startsWith("urn:catwalk:");
    assertThat(end.get("schemaURL").asText()).contains("openlineage.io/spec/2-0-2/");
  }

  @Test
  void aJobThatDidNotCompleteFailed() {
    lineage().close();

    assertThat(service.events())
        .extracting(event -> event.get("eventType").asText())
        .containsExactly("START", "FAIL");
  }

  @Test
  void anOutageIsSaidOnce() {
    service.answer(500);
    try (Lineage lineage = lineage()) {
      lineage.completed(List.of(), List.of());
    }

    assertThat(warnings)
        .containsExactly(
            "OpenLineage is not told of this job: "
                + service.url().replace("http://", "")
                + " answered 500");
  }

  @Test
  void namesAreOpenLineages() {
    assertThat(Lineage.dataset("s3a://bucket/a/b")).isEqualTo(named("s3a://bucket", "/a/b"));
    assertThat(Lineage.dataset("file:///a b")).isEqualTo(named("file", "/a b"));
    assertThat(Lineage.dataset("photos [1]"))
        .isEqualTo(named("file", Path.of("photos [1]").toAbsolutePath().toString()));
    assertThat(Lineage.dataset("s3a://key:hunter2@bucket/a").toString()).doesNotContain("hunter2");
  }

  private static Map<String, String> named(String namespace, String name) {
    return Map.of("namespace", namespace, "name", name);
  }
}
