package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights that do nothing: what the command asks for, prints and leaves. */
class SimulateCommandTest {

  @TempDir private Path folder;
  private final CommandLineRun command = new CommandLineRun();

  @BeforeEach
  void photos() throws IOException {
    for (String file : List.of("cat/1.jpg", "cat/2.jpg", "cat/3.jpg", "dog/4.jpg", "dog/5.jpg")) {
      Path at = folder.resolve("photos").resolve(file);
      Files.createDirectories(at.getParent());
      Files.writeString(at, file);
    }
  }

  @Test
  void everyNightBringsMoreAndTellsItsLine() throws IOException {
    int code = simulate("2").code;

    assertThat(code).isZero();
    assertThat(command.out.lines().limit(3))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("night start: promoted: pets, champion v0002"),
            line -> assertThat(line).startsWith("night 1: promoted: pets"),
            line -> assertThat(line).startsWith("night 2: promoted: pets"));
    assertThat(command.out)
        .containsPattern("(?m)^night +files +new images +outcome +champion +accuracy .*seconds$")
        .containsPattern("(?m)^start +2 +3 +promoted +v0002 +- +- +6.5$")
        .containsPattern("(?m)^2 +1 +3 +promoted")
        .contains("storage      file:" + folder.resolve("scratch"));
    try (Stream<Path> grown = Files.walk(folder.resolve("scratch/source"))) {
      assertThat(grown.filter(Files::isRegularFile)).hasSize(5);
    }
    assertThat(folder.resolve("scratch/source/cat/2.jpg")).hasContent("cat/2.jpg");
    assertThat(command.retraining.seen)
        .allSatisfy(
            config -> {
              assertThat(config.storageRoot()).isEqualTo(folder.resolve("scratch").toString());
              assertThat(config.data().source())
                  .isEqualTo(folder.resolve("scratch/source").toString());
              assertThat(config.retrain().hooks().command()).isEmpty();
              assertThat(config.retrain().hooks().webhook()).isEmpty();
              assertThat(config.retrain().holdout()).isEmpty();
            })
        .hasSize(3);
  }

  @Test
  void withoutAStorageOfItsOwnItLiesBesideTheUsualOne() {
    Path real = folder.resolve("real");
    command.retraining.store = HadoopStorage.with(Map.of()).store(folder.resolve("s").toString());
    command.run(
        "retrain",
        "--set=retrain.blessing.min-accuracy=0.5",
        "--set=retrain.blessing.test=mcnemar",
        "--set=storage.root=" + real,
        "--set=data.source=" + photosFolder(),
        "--simulate=1");

    assertThat(command.code).isZero();
    assertThat(command.retraining.seen)
        .allSatisfy(
            config ->
                assertThat(config.storageRoot()).matches(real + "-simulation-\\d{8}T\\d{6}Z"));
    assertThat(real).doesNotExist();
  }

  @Test
  void asJsonItIsOneObject() throws IOException {
    simulate("1", "--json");

    JsonNode json = new ObjectMapper().readTree(command.out);
    assertThat(json.get("nights")).hasSize(2);
    assertThat(json.get("nights").get(0).get("night").asText()).isEqualTo("start");
    assertThat(json.get("nights").get(1).get("summary").get("outcome").asText())
        .isEqualTo("promoted");
    assertThat(command.err).contains("retrain: night 1: promoted: pets");
  }

  @Test
  void wrongNumbersMissingFoldersAndFullStoragesAreToldInOneLine() throws IOException {
    assertThat(simulate("0").code).isEqualTo(2);
    assertThat(command.err).isEqualTo("catwalk: --simulate 0: expected from 1 to 366 nights\n");
    assertThat(simulate("many").code).isEqualTo(2);
    assertThat(command.errLines().get(0)).contains("--simulate");
    assertThat(simulate("5").code).isEqualTo(3);
    assertThat(command.err).contains("expected at least 6");
    assertThat(simulate("1", "--status").code).isEqualTo(2);
    assertThat(simulate("1", "--set=data.source=" + folder.resolve("none")).code).isEqualTo(3);
    assertThat(command.errLines()).hasSize(1);
    assertThat(command.err).contains("none: there is nothing");
    assertThat(simulate("1", "--set=retrain.blessing.test=none").code).isEqualTo(2);
    assertThat(command.err).contains("no threshold is set");
    assertThat(folder.resolve("scratch/source")).doesNotExist();

    Files.createDirectories(folder.resolve("scratch/registry"));
    assertThat(simulate("1").code).isEqualTo(2);
    assertThat(command.errLines()).hasSize(1);
    assertThat(command.err).contains("holds registry already; expected --storage to name a new");
    assertThat(command.retraining.seen).isEmpty();
  }

  @Test
  void aNightThatIsStoppedEndsTheSimulationAndSaysWhereItIs() {
    command.retraining.failure = CatwalkException.stopped(ExitCode.INTERRUPTED, "stopped");

    assertThat(simulate("2").code).isEqualTo(130);
    assertThat(command.err)
        .contains(
            "stopped; that was in night start of the simulation, what it has made stays in file:");
    assertThat(command.retraining.seen).hasSize(1);
  }

  private String photosFolder() {
    return folder.resolve("photos").toString();
  }

  private CommandLineRun simulate(String nights, String... more) {
    command.retraining.store =
        HadoopStorage.with(Map.of()).store(folder.resolve("scratch").toString());
    return command.run(
        Stream.concat(
                Stream.of(
                    "retrain",
                    "--set=registry.name=pets",
                    "--set=retrain.blessing.min-accuracy=0.5",
                    "--set=retrain.blessing.test=mcnemar",
                    "--set=retrain.hooks.command=[mail]",
                    "--set=retrain.hooks.webhook=http://localhost/",
                    "--set=retrain.holdout=pets@12345678",
                    "--set=data.source=" + photosFolder(),
                    "--storage=" + folder.resolve("scratch"),
                    "--simulate=" + nights),
                Stream.of(more))
            .toArray(String[]::new));
  }
}
