package io.catwalk.pipeline.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.SourceSurvey;
import io.catwalk.pipeline.ingest.Surveyor;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen in folders of ten kinds, and that what is chosen for each is a configuration. */
class AdviceTest {

  @TempDir private Path photos;

  @Test
  void fewPhotosInColour() throws IOException {
    draw("cat", 20, 300, 200, true);
    draw("dog", 20, 200, 300, true);

    ExperimentConfig config = advised(2);

    assertThat(config.data().shape()).isEqualTo(new ImageShape(64, 64, 3));
    assertThat(config.model().name()).isEqualTo("catwalk-small");
    assertThat(config.model().start().from()).isEqualTo("published:photos-64");
    assertThat(config.model().classes()).isEqualTo(2);
    assertThat(config.train().epochs()).isEqualTo(200);
    assertThat(config.train().workers()).as("no worker without a minibatch").isOne();
    assertThat(config.train().averaging().frequency()).isOne();
    assertThat(config.train().learning().augment().flip()).isTrue();
  }

  @Test
  void manyImagesAreLearnedFromInFewerEpochs() {
    SourceSurvey many = survey(60_000, 0, 375, 1.0);

    Map<String, String> settings = Advice.of(many, 2, true).settings();

    assertThat(settings)
        .containsEntry("train.epochs", "10")
        .containsEntry("train.minibatch", "64")
        .containsEntry("train.averaging-frequency", "10")
        .containsEntry("train.workers", "2")
        .containsEntry("data.test-percent", "10")
        .doesNotContainKeys("train.augment.mixup", "model.from");
  }

  @Test
  void drawingsInGreyAreNotMirrored() throws IOException {
    draw("3", 10, 28, 28, false);
    draw("8", 10, 28, 28, false);

    SourceSurvey seen = survey();
    ExperimentConfig config = advised(2);

    assertThat(seen.colourful()).isZero();
    assertThat(seen.sides()).isEqualTo(new SourceSurvey.Sides(28, 28, 28));
    assertThat(config.data().shape()).isEqualTo(new ImageShape(32, 32, 1));
    assertThat(config.train().learning().augment().flip()).isFalse();
    assertThat(config.model().start().isStored()).isFalse();
  }

  @Test
  void rareClassesCountMore() throws IOException {
    draw("common", 30, 80, 80, true);
    draw("rare", 3, 80, 80, true);

    assertThat(Advice.of(survey(), 2, true).settings()).containsEntry("train.balance", "weights");
    assertThat(advised(2).data().shape()).isEqualTo(new ImageShape(64, 64, 3));
  }

  @Test
  void tinyImages() throws IOException {
    draw("a", 10, 12, 9, true);
    draw("b", 10, 9, 12, true);

    assertThat(survey().sides().median()).isEqualTo(9);
    assertThat(advised(2).data().shape()).isEqualTo(new ImageShape(32, 32, 3));
  }

  @Test
  void hugeImages() throws IOException {
    draw("a", 2, 4000, 3000, true);
    draw("b", 2, 3000, 4000, true);

    assertThat(survey().sides().smallest()).isEqualTo(3000);
    assertThat(advised(2).data().shape()).isEqualTo(new ImageShape(64, 64, 3));
  }

  @Test
  void oneClassIsRefused() throws IOException {
    draw("cat", 3, 80, 80, true);

    assertThatThrownBy(this::survey)
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("holds images of one class only, 'cat'");
  }

  @Test
  void brokenImagesAndCopiesAreCounted() throws IOException {
    draw("cat", 12, 80, 80, true);
    draw("dog", 12, 90, 80, true);
    Files.write(photos.resolve("cat/broken.jpg"), new byte[] {1, 2, 3});
    Files.copy(photos.resolve("cat/0.png"), photos.resolve("dog/copy.png"));
    Files.writeString(photos.resolve("cat/notes.txt"), "seven lives");

    SourceSurvey seen = survey();

    assertThat(seen.bad()).containsExactly(Map.entry("not-an-image", 1L));
    assertThat(seen.badExamples()).singleElement().asString().startsWith("cat/broken.jpg: ");
    assertThat(seen.duplicates()).isOne();
    assertThat(seen.conflicts()).isOne();
    assertThat(seen.leftOut()).containsExactly(Map.entry(".txt", 1L));
    assertThat(Advice.of(seen, 2, true).settings())
        .containsKeys("data.quarantine.max-percent", "data.conflicts.max-percent");
    assertThat(advised(2).data().maxQuarantinePercent()).isGreaterThan(100.0 / 26);
  }

  @Test
  void aTestThatTheSourceSetsApartStaysOne() throws IOException {
    for (String part : List.of("train", "test")) {
      draw(part + "/cat", 6, 80, 80, true);
      draw(part + "/dog", 6, 90, 80, true);
    }

    assertThat(survey().testImages()).isEqualTo(12);
    assertThat(advised(2).data().split()).isEqualTo(DatasetConfig.SplitRule.SOURCE);
  }

  @Test
  void aTestAloneIsNoneThatTrainingGoesBy() throws IOException {
    draw("test/cat", 6, 80, 80, true);
    draw("test/dog", 6, 90, 80, true);

    assertThat(survey().testImages()).isZero();
    assertThat(advised(2).data().split()).isEqualTo(DatasetConfig.SplitRule.HASH);
  }

  @Test
  void foldersWithinFoldersAreTold() throws IOException {
    draw("cats/mine", 5, 80, 80, true);
    draw("dogs/mine", 5, 90, 80, true);
    draw("dogs/hers", 5, 95, 80, true);

    assertThatThrownBy(this::survey)
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("data.format = outer-folders");
    assertThat(survey("data.format=outer-folders").classes())
        .containsExactly(Map.entry("cats", 5L), Map.entry("dogs", 10L));
  }

  @Test
  void aLocalMasterSaysItsCores() {
    assertThat(Advice.cores("local[3]")).isEqualTo(3);
    assertThat(Advice.cores("")).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(Advice.cores("yarn")).isEqualTo(2);
  }

  private static SourceSurvey survey(long images, long test, int side, double colourful) {
    return new SourceSurvey(
        "photos",
        "folders",
        images,
        Map.of("a", images / 2, "b", images / 2),
        test,
        2000,
        new SourceSurvey.Sides(side, side, side),
        colourful,
        Map.of(),
        List.of(),
        0,
        0,
        Map.of(),
        List.of());
  }

  /** As it is read from the file that is written. */
  private ExperimentConfig advised(int cores) {
    ConfigSources sources =
        new ConfigSources(Map.of(), List.of(setting("data.source=" + photos)), true);
    return new ConfigLoader(new CatalogModels())
        .load(
            sources.over(
                new ConfigSources.Stored("advice", Advice.of(survey(), cores, true).hocon())));
  }

  private SourceSurvey survey(String... settings) {
    List<ConfigOverride> all =
        Stream.concat(Stream.of("data.source=" + photos), Stream.of(settings))
            .map(AdviceTest::setting)
            .toList();
    ExperimentConfig config =
        new ConfigLoader(new CatalogModels()).load(new ConfigSources(Map.of(), all, true));
    return new Surveyor(HadoopStorage.with(Map.of()).sources()).survey(config.data());
  }

  private static ConfigOverride setting(String text) {
    return ConfigOverride.assignment("--set", text);
  }

  private void draw(String folder, int images, int width, int height, boolean colour)
      throws IOException {
    Path into = Files.createDirectories(photos.resolve(folder));
    for (int i = 0; i < images; i++) {
      int grey = 10 + Math.floorMod(i * 37 + folder.hashCode(), 200);
      Color left = colour ? new Color(grey, 255 - grey, 30) : new Color(grey, grey, grey);
      BufferedImage picture =
          TestImages.halves(width, height, left, Color.WHITE, BufferedImage.TYPE_3BYTE_BGR);
      picture.setRGB(i % width, i / width, 0xff000000 | folder.hashCode() & 0x7f7f7f);
      if (!colour) {
        picture.setRGB(i % width, i / width, 0xff000000 + 0x010101 * (folder.hashCode() & 0x7f));
      }
      Files.write(into.resolve(i + ".png"), TestImages.encode(picture, "png"));
    }
  }
}
