package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.FakeModels;
import io.catwalk.pipeline.report.Reports;
import io.catwalk.pipeline.retrain.Retraining.RetrainOptions;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.run.Workbench;
import io.catwalk.pipeline.runs.Drift;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a night's page says of new images beside the champion's. */
class DriftNightTest {

  private static final double USUAL = 130;

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();
  private ArtifactStore store;

  @BeforeEach
  void firstNight() throws IOException {
    LocalSpark.session();
    draw("first", 140, USUAL, 1);
    RetrainSummary first = night();
    assertThat(first.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(first.drift()).as("without a champion nothing has moved").isNull();
    assertThat(page(first)).doesNotContain("id=\"drift\"");
  }

  @Test
  void darkerImagesAreSeen() throws IOException {
    draw("dark", 40, USUAL - 70, 2);

    RetrainSummary night = night();

    Drift drift = night.drift();
    assertThat(drift.champion()).isEqualTo("v0001");
    assertThat(drift.newImages()).isEqualTo(80);
    assertThat(drift.measures())
        .extracting(Drift.Measure::key)
        .containsExactly(
            "class_shares", "brightness", "width", "height", "confidence", "embedding");
    assertThat(drift.with(Drift.MOVED))
        .contains("Brightness", "Embedding")
        .doesNotContain("Class shares", "Width", "Height");
    Drift.Measure brightness = drift.measures().get(1);
    assertThat(brightness.distance()).isGreaterThan(0.5);
    assertThat(brightness.reference().mean() - brightness.fresh().mean()).isBetween(0.22, 0.33);
    assertThat(drift.measures().get(4).reference().what()).isEqualTo("validation images of v0001");
    String page = page(night);
    assertThat(page)
        .contains("<section id=\"drift\">", "id=\"drift-brightness\"")
        .contains("80 new images beside the data of v0001: moved: brightness");
    assertThat(page.substring(page.indexOf("<section id=\"drift\">")))
        .containsPattern("Brightness</th>(?s:.){0,300}<span class=\"mark worse\">moved</span>");
    Reports.Place run = judged(night);
    JsonNode json = new ObjectMapper().readTree(Reports.of(run).json());
    assertThat(json.get("drift")).isEqualTo(new ObjectMapper().readTree(Json.write(drift)));
    assertThat(new String(Reports.of(run).markdown(), StandardCharsets.UTF_8))
        .contains("Drift of the new images", "| Brightness |");
    assertThat(store.exists("registry/grey/v0002/drift.json")).isTrue();
  }

  @Test
  void moreOfTheSameMovesNothingAndNothingNewHasNoSection() throws IOException {
    draw("more", 70, USUAL, 3);

    RetrainSummary night = night();

    assertThat(night.drift().newImages()).isEqualTo(140);
    assertThat(night.drift().with(Drift.MOVED)).isEmpty();
    assertThat(page(night)).contains("<section id=\"drift\">").doesNotContain(">moved</span>");
    assertThat(night().drift()).isNull();
  }

  private static String page(RetrainSummary night) throws IOException {
    return Files.readString(Path.of(URI.create(night.report())));
  }

  private Reports.Place judged(RetrainSummary night) {
    String path = night.report().replaceFirst(".*/(runs/[^/]+)/.*", "$1");
    return new Reports.Place(store, path, store.resolve(path).toString());
  }

  private RetrainSummary night() {
    RetrainOptions options =
        new RetrainOptions(false, false, StopSignal.NEVER, "catwalk", said::add);
    ExperimentConfig config = config();
    // The session belongs to all tests: the bench is not closed.
    @SuppressWarnings("MustBeClosedChecker")
    Workbench bench = new Workbench(config, () -> "retrain");
    store = bench.store();
    return new RetrainJob(store, config, options, new SparkStages(bench, config, options))
        .run(ProgressListeners.SILENT);
  }

  private ExperimentConfig config() {
    List<ConfigOverride> overrides = new ArrayList<>();
    for (String setting :
        List.of(
            "data.name=grey",
            "data.source=" + folder.resolve("source"),
            "data.split=hash",
            "data.test-percent=20",
            "data.validation-percent=50",
            "data.shape.height=32",
            "data.shape.width=32",
            "data.shape.channels=1",
            "registry.name=grey",
            "storage.root=" + folder.resolve("storage"),
            "train.workers=1",
            "train.minibatch=16",
            "train.epochs=1",
            "train.averaging-frequency=2",
            "retrain.checks.max-brightness-change=100",
            "retrain.blessing.min-accuracy=0.01",
            "retrain.blessing.test=mcnemar")) {
      overrides.add(ConfigOverride.assignment("--set", setting));
    }
    return new ConfigLoader(new FakeModels()).load(new ConfigSources(Map.of(), overrides, true));
  }

  /** Grey noise of some brightness, lighter towards the right or the bottom. */
  private void draw(String name, int each, double level, long seed) throws IOException {
    Random random = new Random(seed);
    for (String type : List.of("right", "bottom")) {
      Path at = Files.createDirectories(folder.resolve("source").resolve(type));
      for (int i = 0; i < each; i++) {
        BufferedImage image =
            new BufferedImage(
                32 + random.nextInt(16), 32 + random.nextInt(16), BufferedImage.TYPE_BYTE_GRAY);
        double mean = level + 15 * random.nextGaussian();
        for (int y = 0; y < image.getHeight(); y++) {
          for (int x = 0; x < image.getWidth(); x++) {
            double slope =
                type.equals("right")
                    ? (double) x / image.getWidth()
                    : (double) y / image.getHeight();
            long grey = Math.round(mean + 60 * (slope - 0.5) + 8 * random.nextGaussian());
            image.getRaster().setSample(x, y, 0, (int) Math.max(0, Math.min(255, grey)));
          }
        }
        ImageIO.write(image, "png", at.resolve(name + "-" + i + ".png").toFile());
      }
    }
  }
}
