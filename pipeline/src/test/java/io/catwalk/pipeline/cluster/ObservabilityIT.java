package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one sees of a job from outside, while it runs and afterwards; and what nobody must see. */
class ObservabilityIT {

  private static final String SECRET = "hunter2";

  @TempDir static Path temporary;

  @Test
  void aJobShowsItsFiguresAndItsStagesButNoSecrets() throws IOException {
    Script.of("get-data", temporary)
        .run("synthetic", "--to", "pictures", "--classes", "2", "--images", "60")
        .expect(0);
    Path directory = temporary.resolve("cluster");
    try (LocalCluster cluster =
        LocalCluster.start(directory, "--history", "--workers", "1", "--cores", "2")) {
      int page = freePort();
      Script.Running running =
          Script.at(Path.of("/bin/bash"), temporary).start(job(directory, page).toString());
      Waiting.until(
          "Prometheus can read its figures",
          running,
          () ->
              page(page, "/metrics/prometheus")
                  .matches("(?s).*catwalk_train_images_per_second_Value\\S* [1-9].*"));
      assertThat(page(page, "/metrics/prometheus"))
          .contains("catwalk_train_loss_Value", "catwalk_train_round_seconds_Value");
      Script.Finished finished = running.await(Duration.ofMinutes(4)).expect(0);

      assertThat(finished.stdout() + finished.stderr()).doesNotContain(SECRET);
      assertThat(filesWith(cluster.fileSystem(), SECRET)).as("files with the secret").isEmpty();
      JsonNode jobs = history(cluster);
      assertThat(jobs.findValuesAsText("description"))
          .anyMatch(text -> text.startsWith("ingest drawn: decode"))
          .anyMatch(text -> text.startsWith("train: epoch 2 of 60, round 1 of"))
          .anyMatch(text -> text.startsWith("Evaluate "));
    }
  }

  /** As a user's shell would do it. */
  private static Path job(Path directory, int page) throws IOException {
    Path submit = Script.projectRoot().resolve("submit");
    return Files.writeString(
        temporary.resolve("job.sh"),
        """
        eval "$('%1$s/local-cluster' env --dir '%2$s')"
        exec '%1$s/catwalk' train --quiet \\
          --set data.name=drawn --set data.source=pictures --set data.test-percent=25 \\
          --set train.minibatch=8 --set train.averaging-frequency=2 --set train.epochs=60 \\
          --set cluster.spark.ui.port=%3$d \\
          --set 'cluster.spark.metrics.conf.*.sink.prometheusServlet.class=org.apache.spark.metrics.sink.PrometheusServlet' \\
          --set 'cluster.spark.metrics.conf.*.sink.prometheusServlet.path=/metrics/prometheus' \\
          --set retrain.hooks.webhook=https://host/%4$s --set cluster.spark.hadoop.fs.s3a.secret.key=%4$s
        """
            .formatted(submit, directory, page, SECRET));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Empty where nobody answers. */
  private static String page(int port, String path) {
    try (InputStream in = URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** Everything in HDFS, event logs among it. */
  private static List<String> filesWith(FileSystem files, String text) throws IOException {
    List<String> found = new ArrayList<>();
    int seen = 0;
    RemoteIterator<LocatedFileStatus> all =
        files.listFiles(new org.apache.hadoop.fs.Path("/"), true);
    while (all.hasNext()) {
      LocatedFileStatus file = all.next();
      seen++;
      try (InputStream in = files.open(file.getPath())) {
        if (new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains(text)) {
          found.add(file.getPath().toString());
        }
      }
    }
    assertThat(seen).as("files").isGreaterThan(10);
    return found;
  }

  /** The jobs of the only application, as the history server tells them. */
  private static JsonNode history(LocalCluster cluster) throws IOException {
    String line =
        cluster
            .command("status")
            .expect(0)
            .stdout()
            .lines()
            .filter(l -> l.startsWith("history"))
            .findFirst()
            .orElseThrow();
    int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    ObjectMapper json = new ObjectMapper();
    Process patience = new ProcessBuilder("sleep", "200").start();
    List<JsonNode> applications = new ArrayList<>();
    try {
      Waiting.until(
          "the history server has read the application",
          new Script.Running(
              List.of("sleep"), patience, Path.of("/dev/null"), Path.of("/dev/null")),
          () -> {
            applications.clear();
            json.readTree(page(port, "/api/v1/applications?status=completed"))
                .forEach(applications::add);
            return applications.size() == 1;
          });
    } finally {
      patience.destroyForcibly();
    }
    String id = applications.get(0).get("id").asText();
    assertThat(page(port, "/api/v1/applications/" + id + "/environment"))
        .contains("spark.hadoop.fs.s3a.secret.key")
        .doesNotContain(SECRET);
    return json.readTree(page(port, "/api/v1/applications/" + id + "/jobs"));
  }
}
