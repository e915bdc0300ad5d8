package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigLoader.KnownModels;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.Jobs.ExplanationRequest;
import io.catwalk.pipeline.run.Jobs.ExplanationSummary;
import io.catwalk.pipeline.train.Archives;
import io.catwalk.pipeline.train.PetModel;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs say of a stored network before Spark starts, and what they draw without it. */
class StoredNetworkTest {

  private static final ModelReference ONE = new ModelReference.OfRun("one");

  @TempDir private Path folder;
  private Path storage;

  @BeforeEach
  void store() throws IOException {
    storage = folder.resolve("store");
    Path run = Files.createDirectories(storage.resolve("runs/one"));
    Files.write(run.resolve("model.zip"), Archives.bytes(PetModel.grey(false, "cat", "dog")));
  }

  @Test
  void aRunThatIsNotThere() {
    assertUsage(
        () -> train("model.from=two"),
        "model.from = two: there is no file:"
            + storage
            + "/runs/two/model.zip; the last ones are one");
    assertUsage(
        () -> train("model.from=" + folder + "/gone/model.zip"),
        "model.from = "
            + folder
            + "/gone/model.zip: there is no file:"
            + folder
            + "/gone/model.zip");
    assertUsage(
        () -> train("model.from=" + folder + "/gone"),
        "model.from = " + folder + "/gone: there is no file:" + folder + "/gone/model.zip");
  }

  @Test
  void aStoredNetworkThatDoesNotFit() {
    assertUsage(
        () -> train("model.from=one", "model.freeze-until=conv3"),
        "model.freeze-until = conv3: lenet5 has no such layer; expected one of conv1, pool1, conv2, pool2, dense1, dense2");
    assertUsage(
        () -> train("model.from=one", "data.shape.width=24"),
        "data.shape is 1@20×24, but the stored lenet5 of model.from takes images of 1@20×20; expected the same");
    assertUsage(
        () -> train("model.from=one", "data.classes=bird,dog,cat"),
        "The stored lenet5 of model.from tells apart cat, dog, the dataset has bird, dog, cat; expected the same, or model.classes = 3 for a new output layer");
    assertUsage(
        () -> train("model.from=one", "model.name=fashion-cnn"),
        "model.name = fashion-cnn, but model.from = one holds a lenet5; expected that name or none, or model.from = \"\" for a new network");
    assertUsage(
        () -> train("model.from=published:photos-64"),
        "data.shape is 1@20×20, but the stored catwalk-small of model.from takes images of 3@64×64; expected the same");
    assertUsage(
        () -> train("model.from=one", "model.freeze-until=pool1", "train.master=stock"),
        "train.master = stock trains whole networks; expected resident with model.freeze-until");
  }

  private void train(String... overrides) {
    new SparkJobs().train(config(overrides), new RunOptions("new"), ProgressListeners.SILENT);
  }

  private static void assertUsage(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage(message);
  }

  @Test
  void picturesOfAnImageAppearAllAtOnce() throws IOException {
    Path image = image();
    ExplanationRequest request =
        new ExplanationRequest(
            ONE,
            image.toString(),
            Optional.of("conv1"),
            Optional.of("dog"),
            Optional.of(folder + "/seen"));

    ExplanationSummary summary = new SparkJobs().explain(request, config(), RunOptions.NONE);

    assertThat(summary.explained()).isEqualTo("dog");
    assertThat(summary.probabilities()).containsOnlyKeys("cat", "dog");
    assertThat(summary.pictures())
        .extracting(uri -> uri.substring(uri.lastIndexOf('/') + 1))
        .containsExactly("feature-maps-conv1.png", "grad-cam.png", "image.png", "saliency.png");
    // 6 maps of 8×8 in 3 columns, 6 times as large, 2 pixels between.
    BufferedImage maps = read("feature-maps-conv1.png");
    assertThat(List.of(maps.getWidth(), maps.getHeight())).containsExactly(3 * 50 + 2, 2 * 50 + 2);
    BufferedImage picture = read("image.png");
    assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(260, 260);
    assertThat(picture.getRGB(130, 130) & 0xff).isGreaterThan(200);
    assertThat(picture.getRGB(3, 3) & 0xff).isLessThan(50);
    for (String overlay : List.of("grad-cam.png", "saliency.png")) {
      assertThat(read(overlay).getWidth()).isEqualTo(260);
      assertThat(Files.readAllBytes(folder.resolve("seen/" + overlay)))
          .isNotEqualTo(Files.readAllBytes(folder.resolve("seen/image.png")));
    }
    assertThatThrownBy(() -> new SparkJobs().explain(request, config(), RunOptions.NONE))
        .isInstanceOf(CatwalkException.class)
        .hasMessage(
            "file:" + folder + "/seen exists already; choose another name, or delete it first");
  }

  @Test
  void mistakesOfAnExplanation() throws IOException {
    String image = image().toString();

    assertUsage(
        () -> explain(image, "conv7", null),
        "--layer conv7: lenet5 has no such layer; expected one of conv1, pool1, conv2, pool2, dense1, dense2, output");
    assertUsage(
        () -> explain(image, "dense1", null),
        "--layer dense1: expected a layer of feature maps, found 120 values");
    assertUsage(
        () -> explain(image, null, "bird"),
        "--class bird: the model knows no such class; expected one of cat, dog");
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    assertThatThrownBy(() -> explain(text.toString(), null, null))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageStartingWith(text + ": no good image (");
  }

  private void explain(String image, String layer, String className) {
    new SparkJobs()
        .explain(
            new ExplanationRequest(
                ONE,
                image,
                Optional.ofNullable(layer),
                Optional.ofNullable(className),
                Optional.empty()),
            config(),
            RunOptions.NONE);
  }

  private BufferedImage read(String name) throws IOException {
    return ImageIO.read(folder.resolve("seen/" + name).toFile());
  }

  /** A white square on black. */
  private Path image() throws IOException {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(10, 10, 20, 20);
    graphics.dispose();
    Path file = folder.resolve("square.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private ExperimentConfig config(String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "storage.root=" + storage,
                "data.source=nowhere",
                // Nobody listens there: whoever starts Spark fails otherwise.
                "cluster.master=spark://127.0.0.1:9",
                "data.shape.height=20",
                "data.shape.width=20"));
    all.addAll(Arrays.asList(overrides));
    return new ConfigLoader(new Catalog())
        .load(
            new ConfigSources(
                Map.of(),
                all.stream().map(text -> ConfigOverride.assignment("--set", text)).toList(),
                true));
  }

  private static final class Catalog implements KnownModels {

    @Override
    public Set<String> names() {
      return Set.copyOf(ModelCatalog.names());
    }

    @Override
    public Optional<String> objection(String name, ImageShape shape, int classes) {
      return Optional.empty();
    }
  }
}
