package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.models.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {

  private final CommandLineRun command = new CommandLineRun();
  @TempDir private Path folder;

  @Test
  void writesAFileThatTrainTakes() throws IOException {
    Path file = folder.resolve("pets.conf");

    command.run("init", folder + "/my photos", "--out", file.toString());

    assertThat(command.code).as(command.err).isZero();
    assertThat(command.out)
        .contains("600 images of 2 classes: cat 300, dog 300")
        .contains("2 images: cannot be used: cat/7.jpg: ends early")
        .contains("wrote " + file)
        .contains("train --config " + file);
    assertThat(Files.readString(file))
        .contains("data.name = \"my-photos\"")
        .contains("data.source = \"" + folder + "/my photos\"")
        .contains("#   97 % of the images have colours".substring(4));
    CommandLineRun next = new CommandLineRun();
    next.run("train", "--config", file.toString());
    assertThat(next.code).as(next.err).isZero();
    assertThat(next.jobs.config.model().name()).isEqualTo("catwalk-small");
    assertThat(next.jobs.config.data().shape().channels()).isEqualTo(3);
  }

  @Test
  void whatItWasToldIsKept() throws IOException {
    Path file = folder.resolve("pets.conf");

    command.run(
        "init",
        "hdfs://nn:9000/pets.zip",
        "--out",
        file.toString(),
        "--set",
        "data.format=inner-folders",
        "--set",
        "data.classes=[cat, dog]");

    assertThat(command.code).as(command.err).isZero();
    assertThat(Files.readString(file))
        .contains("data.name = \"pets\"")
        .contains("data.source = \"hdfs://nn:9000/pets.zip\"")
        .contains("data.format = \"inner-folders\"")
        .contains("data.classes = [cat, dog]");
  }

  /** A stored network takes images of its own shape alone. */
  @Test
  void whoChoosesTheShapeGetsANewNetwork() throws IOException {
    Path file = folder.resolve("large.conf");

    command.run("init", "photos", "--out", file.toString(), "--set", "data.shape.height=128");

    assertThat(command.code).as(command.err).isZero();
    assertThat(Files.readString(file)).contains("model.name = catwalk-small");
    assertThat(Files.readString(file)).doesNotContain("model.from");
    assertThat(Files.readString(file)).contains("train.epochs = 200");
  }

  @Test
  void aFileThatIsThereStays() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.conf"), "mine");

    command.run("init", "photos", "--out", file.toString());

    assertThat(command.code).isEqualTo(2);
    assertThat(command.err).contains(file + " is there already; choose another name with --out");
    assertThat(Files.readString(file)).isEqualTo("mine");
    command.run("init", "photos", "--out", file.toString(), "--force");
    assertThat(Files.readString(file)).contains("catwalk-small");
    try (var files = Files.list(folder)) {
      assertThat(files).as("nothing half-written").containsExactly(file);
    }
  }

  @Test
  void jsonTellsAllOfIt() throws IOException {
    command.run("init", "photos", "--out", folder.resolve("a.conf").toString(), "--json");

    JsonNode result = new ObjectMapper().readTree(command.out);
    assertThat(result.get("survey").get("images").asInt()).isEqualTo(600);
    assertThat(result.get("settings").get("train.epochs").asText()).isEqualTo("69");
    assertThat(result.get("settings").get("model.from").asText()).isEqualTo("published:photos-64");
    assertThat(result.get("file").asText()).endsWith("a.conf");
  }

  @Test
  void trainChoosesTheSameWhereNobodyDoes() {
    command.run("train", "--set", "data.source=photos");

    assertThat(command.code).as(command.err).isZero();
    assertThat(command.err)
        .contains(
            "catwalk: chose catwalk-small from published:photos-64, 64×64 in colour, for 600 images");
    assertThat(command.jobs.config.model().name()).isEqualTo("catwalk-small");
    assertThat(command.jobs.config.model().start().from()).isEqualTo("published:photos-64");
    assertThat(command.jobs.config.train().epochs()).isEqualTo(69);
  }

  @Test
  void whatTheUserChoseIsNotChosenAgain() {
    command.run("train", "--set", "data.source=photos", "--set", "model.name=fashion-cnn");
    assertThat(command.jobs.config.model().name()).isEqualTo("fashion-cnn");
    assertThat(command.err).doesNotContain("chose");

    command.run("train", "--set", "data.source=photos", "--set", "train.epochs=3");
    assertThat(command.jobs.config.train().epochs()).isEqualTo(3);
    assertThat(command.jobs.config.model().name()).isEqualTo("catwalk-small");
  }

  @Test
  void commonSettingsAreOptions() {
    command.run(
        "train-lenet",
        "--model",
        "catwalk-small",
        "--size",
        "48x64",
        "--epochs",
        "3",
        "--batch-size",
        "16",
        "--learning-rate",
        "0.01");

    assertThat(command.code).as(command.err).isZero();
    assertThat(command.jobs.config.model().name()).isEqualTo("catwalk-small");
    assertThat(command.jobs.config.data().shape()).isEqualTo(new ImageShape(48, 64, 1));
    assertThat(command.jobs.config.train().epochs()).isEqualTo(3);
    assertThat(command.jobs.config.train().minibatch()).isEqualTo(16);
    command.run("train-lenet", "--epochs", "none");
    assertThat(command.code).isEqualTo(2);
    assertThat(command.err).contains("--epochs none: expected a whole number from 1 to 100000");
    command.run("train-lenet", "--size", "large");
    assertThat(command.err).contains("--size large: expected pixels, as 64, or rows and columns");
  }
}
