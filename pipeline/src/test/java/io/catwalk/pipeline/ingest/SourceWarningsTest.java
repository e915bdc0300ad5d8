package io.catwalk.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ingest says of a source that can be read and will disappoint. */
class SourceWarningsTest {

  private final HadoopStorage storage = HadoopStorage.with(Map.of());
  @TempDir private Path temporary;
  private ArtifactStore store;
  private Path source;

  @BeforeEach
  void open() {
    store = storage.store(temporary.resolve("store").toString());
    source = temporary.resolve("source");
  }

  private DatasetManifest run(int channels, double conflicts) {
    DatasetConfig config =
        new DatasetConfig(
            "pets",
            source.toString(),
            SourceFormat.AUTO,
            SplitRule.HASH,
            "",
            20,
            25,
            0,
            7,
            new ImageShape(8, 8, channels),
            ResizeMode.FIT,
            List.of(),
            1,
            5,
            conflicts,
            100,
            DatasetConfig.Corrections.NONE,
            "");
    return new Ingest(LocalSpark.session(), store, storage.sources())
        .run(config, IngestListener.SILENT)
        .manifest();
  }

  private static byte[] png(Color colour, int seed) throws IOException {
    BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(colour);
    canvas.fillRect(0, 0, 20, seed % 20 + 1);
    canvas.dispose();
    image.setRGB(seed % 20, 19, 0x010101 * (seed % 250 + 1));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private void fill(Color colour) throws IOException {
    for (int i = 0; i < 20; i++) {
      Sources.put(source.resolve("cat/" + i + ".png"), png(colour, i));
      Sources.put(source.resolve("dog/" + i + ".png"), png(colour, i + 100));
    }
  }

  @Test
  void tellsOfTheSameBytesInTwoClassesAndStopsAboveAShare() throws IOException {
    fill(Color.GRAY);
    Sources.put(source.resolve("cat/twin.png"), png(Color.GRAY, 3)); // of its own class
    assertThat(run(1, 0).notices().warnings()).isEmpty();
    Sources.put(source.resolve("dog/a.png"), png(Color.GRAY, 7));
    Sources.put(source.resolve("dog/b.png"), png(Color.GRAY, 7));

    DatasetManifest told = run(1, 10);

    assertThat(told.duplicates().acrossClasses()).isEqualTo(3);
    assertThat(told.duplicates().conflicts())
        .containsExactly(List.of("cat/7.png (cat)", "dog/a.png (dog)"));
    assertThat(told.notices().warnings())
        .singleElement()
        .asString()
        .startsWith("3 images have the same bytes as an image of another class")
        .endsWith("cat/7.png (cat) = dog/a.png (dog)");
    assertThatThrownBy(() -> run(1, 5))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining("cat/7.png (cat) = dog/a.png (dog)")
        .hasMessageContaining("6.977 % of all (at most 5 % allowed, data.conflicts.max-percent)");
  }

  @Test
  void tellsOnceThatColoursAreLost() throws IOException {
    fill(Color.ORANGE);

    assertThat(run(1, 1).notices().warnings())
        .singleElement()
        .asString()
        .contains("data.shape.channels = 1", "data.shape.channels = 3");
    assertThat(run(3, 1).notices().warnings()).isEmpty();
  }
}
