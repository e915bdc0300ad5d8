package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.registry.AuditAction;
import io.catwalk.pipeline.registry.AuditEntry;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.Verification;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A week of nights on a standalone cluster and HDFS, over slices of real Fashion-MNIST where it is
 * installed. Each night is a process, as a scheduler starts it; the days build on one another.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RetrainWeekIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int IMAGES = 12_600;
  private static final int TESTS = 1_000;

  @TempDir static Path temporary;
  private static LocalCluster cluster;
  private static ClothesSlices clothes;
  private static Registry registry;
  private static String secondChampion;

  @BeforeAll
  static void start() throws IOException {
    cluster = LocalCluster.start(temporary.resolve("cluster"));
    clothes = ClothesSlices.of("train", IMAGES);
    registry =
        new Registry(
            HadoopStorage.with(Map.of("dfs.replication", "2")).store(cluster.storage()), "clothes");
    Files.writeString(
        temporary.resolve("night.conf"),
        """
        data {
          name = clothes, source = "%s", format = idx, split = source, validation-percent = 5
          shape { height = 32, width = 32, channels = 1 }
          resize = pad
        }
        model.name = lenet5
        registry.name = clothes
        train {
          workers = 2, minibatch = 16, epochs = 2, averaging-frequency = 5
          checkpoint { every-rounds = 5, every-epochs = 1 }
        }
        retrain {
          lease-seconds = 60
          blessing { min-accuracy = 0.2, max-recall-drop = 60, test = mcnemar, level = 0.05 }
          hooks { command = [/bin/sh, -c, "tr -d '\\\\n' >> hooks.jsonl; echo >> hooks.jsonl"] }
        }
        """
            .formatted(source()));
    ClothesSlices.of("t10k", TESTS).write(RetrainWeekIT::create, "t10k", 0, TESTS, 0);
    add("train", 0, 600, 0);
  }

  @AfterAll
  static void stop() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @AfterEach
  void everythingIsSound() {
    Verification verification = registry.verify();
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.auditLines()).isPositive();
    assertThat(registry.holder()).isEmpty();
  }

  @Test
  @Order(1)
  void mondayBringsTheFirstChampion() throws IOException {
    JsonNode result = json(retrain("--json").expect(0));

    assertThat(result.get("outcome").asText()).isEqualTo("promoted");
    assertThat(result.get("champion").asText()).isEqualTo("v0001");
    assertThat(champion()).isEqualTo("v0001");
    assertThat(exists("registry/clothes/champion.json")).isTrue();
    assertThat(exists("registry/clothes/v0001/blessing.json")).isTrue();
    assertThat(Files.readString(temporary.resolve("hooks.jsonl"))).contains("\"promoted\"");
  }

  @Test
  @Order(2)
  void onTuesdayNothingIsNew() throws IOException {
    Script.Finished finished = retrain("--json").expect(0);

    JsonNode result = json(finished);
    assertThat(result.get("outcome").asText()).isEqualTo("nothing-new");
    assertThat(result.get("reasons").get(0).asText()).contains("v0001 was trained on");
    assertThat(result.get("bytes_read").asLong()).isLessThan(100_000);
    assertThat(result.get("seconds").asDouble()).isLessThan(30);
    assertThat(last().note().action()).isEqualTo(AuditAction.NOTHING_NEW);
  }

  @Test
  @Order(3)
  void onWednesdayMoreImagesMakeABetterChampion() throws IOException {
    add("wednesday/train", 600, 4_600, 0);

    JsonNode result = json(retrain("--json").expect(0));

    assertThat(result.get("outcome").asText()).as(result.toPrettyString()).isEqualTo("promoted");
    assertThat(result.get("former").asText()).isEqualTo("v0001");
    assertThat(result.get("new_images").asLong()).isEqualTo(4_000);
    assertThat(result.get("blessing").get("examples").asInt()).isEqualTo(TESTS);
    assertThat(result.get("report").asText()).contains("/report-against-");
    assertThat(champion()).isEqualTo("v0002");
    secondChampion = registry.champion().orElseThrow().runId();
    JsonNode predicted =
        json(
            cluster
                .script("catwalk", temporary)
                .within(Duration.ofMinutes(4))
                .run("evaluate", "--model", "clothes", "--run-id", "champion", "--json")
                .expect(0));
    assertThat(predicted.get("accuracy").asDouble())
        .isEqualTo(result.get("blessing").get("figures").get("accuracy").asDouble());
  }

  @Test
  @Order(4)
  void onThursdayMislabelledImagesChangeNothing() throws IOException {
    add("thursday/train", 4_600, 10_600, 1);

    JsonNode result = json(retrain("--json").expect(0));

    assertThat(result.get("outcome").asText()).as(result.toPrettyString()).isEqualTo("kept");
    assertThat(result.get("reasons").toString()).contains("retrain.blessing.test");
    assertThat(champion()).isEqualTo("v0002");
    JsonNode again = json(retrain("--json").expect(0));
    assertThat(again.get("outcome").asText()).isEqualTo("nothing-new");
    assertThat(again.get("reasons").get(0).asText()).contains("was judged already");
  }

  @Test
  @Order(5)
  void onFridayTheDriverIsKilledAndTheNextNightFinishesItsWork() throws IOException {
    cluster.fileSystem().delete(hdfs(source() + "/thursday"), true);
    add("friday/train", 10_600, IMAGES, 0);
    Script.Running running = night("--json");
    Waiting.until("checkpoints were written", running, RetrainWeekIT::checkpointed);
    running.process().destroyForcibly();
    running.await(Duration.ofMinutes(1)).expect(137);
    assertThat(last().note().action()).isEqualTo(AuditAction.STARTED);
    // One that is killed while it gives a sign of life leaves that half-written, until the next.
    String begun =
        checkpoints().stream().filter(name -> !name.startsWith(".")).findFirst().orElseThrow();

    Script.Finished finished = retrain("--json").expect(0);

    JsonNode result = json(finished);
    assertThat(finished.stderr())
        .contains("taking over from ")
        .contains("going on with run " + begun)
        .contains("going on after round ");
    assertThat(result.get("run").asText()).isEqualTo(begun);
    assertThat(result.get("outcome").asText()).isIn("promoted", "kept");
    assertThat(checkpoints()).isEmpty();
  }

  @Test
  @Order(6)
  void onSaturdayTwoAreStartedAtTheSameInstant() throws IOException {
    add("saturday/train", 4_600, 6_600, 0);
    Script.Running one = night("--json");
    Script.Running two = night("--json");

    List<Script.Finished> ended =
        List.of(one.await(Duration.ofMinutes(4)), two.await(Duration.ofMinutes(4)));

    assertThat(ended).extracting(Script.Finished::exitCode).containsExactlyInAnyOrder(0, 5);
    Script.Finished left = ended.get(ended.get(0).exitCode() == 5 ? 0 : 1);
    assertThat(left.stderr()).contains("another process is at work on this model");
    assertThat(left.stdout()).isEmpty();
  }

  @Test
  @Order(7)
  void onSundayAPersonTakesItAllBack() throws IOException {
    String before = champion();
    String target = before.equals("v0002") ? "v0001" : "v0002";

    cluster
        .script("catwalk", temporary)
        .run("registry", "rollback", "--to", target, "--reason", "confuses coats")
        .expect(0);

    assertThat(champion()).isEqualTo(target);
    assertThat(last().note().reasons()).containsExactly("confuses coats");
    if (target.equals("v0002")) {
      assertThat(registry.champion().orElseThrow().runId()).isEqualTo(secondChampion);
    }
    Script.Finished verified =
        cluster.script("catwalk", temporary).run("registry", "verify").expect(0);
    assertThat(verified.stdout()).contains("clothes: sound");
    Script.Finished status = retrain("--status").expect(0);
    assertThat(status.stdout()).contains("champion     " + target).contains("at work      nobody");
  }

  private static Script.Running night(String... options) throws IOException {
    return cluster.script("catwalk", temporary).start(arguments(options));
  }

  private static Script.Finished retrain(String... options) {
    return cluster
        .script("catwalk", temporary)
        .within(Duration.ofMinutes(5))
        .run(arguments(options));
  }

  private static String[] arguments(String... options) {
    return Stream.concat(Stream.of("retrain", "--config", "night.conf"), Stream.of(options))
        .toArray(String[]::new);
  }

  private static void add(String name, int from, int to, int shift) throws IOException {
    clothes.write(RetrainWeekIT::create, name, from, to, shift);
  }

  private static java.io.OutputStream create(String name) throws IOException {
    return cluster.fileSystem().create(hdfs(source() + "/" + name));
  }

  private static String source() {
    return cluster.storage() + "-images";
  }

  /** What begins with a dot is a sign of life, half-written for a moment. */
  private static boolean checkpointed() throws IOException {
    for (String run : checkpoints().stream().filter(name -> !name.startsWith(".")).toList()) {
      if (cluster.fileSystem().listStatus(hdfs(cluster.storage() + "/checkpoints/" + run)).length
          > 3) {
        return true;
      }
    }
    return false;
  }

  private static List<String> checkpoints() throws IOException {
    org.apache.hadoop.fs.Path folder = hdfs(cluster.storage() + "/checkpoints");
    if (!cluster.fileSystem().exists(folder)) {
      return List.of();
    }
    return Stream.of(cluster.fileSystem().listStatus(folder))
        .map(FileStatus::getPath)
        .map(org.apache.hadoop.fs.Path::getName)
        .toList();
  }

  private static boolean exists(String path) throws IOException {
    return cluster.fileSystem().exists(hdfs(cluster.storage() + "/" + path));
  }

  private static org.apache.hadoop.fs.Path hdfs(String uri) {
    return new org.apache.hadoop.fs.Path(uri);
  }

  private static String champion() {
    return registry.champion().orElseThrow().version();
  }

  private static AuditEntry last() {
    List<AuditEntry> history = registry.history();
    return history.get(history.size() - 1);
  }

  private static JsonNode json(Script.Finished finished) throws IOException {
    return JSON.readTree(finished.stdout());
  }
}
