package io.catwalk.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.bench.Benchmarks.IngestRequest;
import io.catwalk.pipeline.bench.Benchmarks.Pace;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small real measurements. */
class LocalBenchmarksTest {

  private static final Pace SHORT = new Pace(0, 2, 3, Clock.CPU);
  private static final ImageShape SMALL = new ImageShape(32, 32, 3);

  @TempDir private Path folder;

  private final LocalBenchmarks benchmarks = new LocalBenchmarks();
  private final List<String> progress = new ArrayList<>();

  private StepRequest request(boolean stock, boolean inference, Path data, String pytorch) {
    return new StepRequest(
        "lenet5", 4, stock, inference, Optimiser.ADAM, data, pytorch, "cpu", SHORT);
  }

  @Test
  void measuresTrainingSteps() throws IOException {
    StepReport report = benchmarks.step(request(true, false, idx(10), null), progress::add);

    assertThat(report.milliseconds()).isPositive();
    assertThat(report.imagesPerSecond()).isEqualTo(4 / report.milliseconds() * 1e3, within(1e-6));
    assertThat(report.stockImagesPerSecond()).isPositive();
    assertThat(report.ratioToStock())
        .isEqualTo(report.imagesPerSecond() / report.stockImagesPerSecond(), within(1e-9));
    assertThat(report.heapBytesPerStep()).isBetween(1L, 16L << 10);
    assertThat(report.ompThreads()).isEqualTo(1);
    assertThat(report.data()).isEqualTo(folder.toString());
    assertThat(report.mode()).isEqualTo("training");
    assertThat(report.clock()).isEqualTo("cpu");
    assertThat(report.device()).startsWith("oneDNN 3.");
    assertThat(report.pytorchImagesPerSecond()).isNull();
    assertThat(progress).filteredOn(line -> line.startsWith("round ")).hasSize(3);
  }

  @Test
  void measuresInferenceByTheEngineAlone() throws IOException {
    StepReport report = benchmarks.step(request(false, true, idx(3), null), progress::add);

    assertThat(report.mode()).isEqualTo("inference");
    assertThat(report.optimiser()).isNull();
    assertThat(report.imagesPerSecond()).isPositive();
    assertThat(report.stockImagesPerSecond()).isNull();
    assertThat(report.ratioToStock()).isNull();
  }

  @Test
  void measuresPytorchInTurns() throws IOException {
    String python = System.getenv("CATWALK_PYTORCH");
    assumeTrue(python != null, "CATWALK_PYTORCH names no interpreter");

    StepReport report = benchmarks.step(request(true, false, idx(8), python), progress::add);

    assertThat(report.pytorchImagesPerSecond()).isPositive();
    assertThat(report.ratioToPytorch())
        .isEqualTo(report.imagesPerSecond() / report.pytorchImagesPerSecond(), within(1e-9));
    assertThat(report.pytorchVersion()).isNotBlank();
    assertThat(progress.get(progress.size() - 1)).contains("catwalk ", "stock ", "torch ");
  }

  @Test
  void aFolderWithoutIdxFiles() {
    assertThatThrownBy(() -> benchmarks.step(request(true, false, folder, null), progress::add))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining(folder.toString());
  }

  @Test
  void anInterpreterThatIsNone() {
    assertThatThrownBy(
            () -> benchmarks.step(request(true, false, idx(4), "no-python"), progress::add))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("no-python cannot be started");
  }

  @Test
  void measuresIngestBesideAPeer() throws IOException {
    photos(3);
    Files.writeString(folder.resolve("broken.jpg"), "no picture");

    // Every window of two passes takes two seconds, every pass handles 4 images.
    IngestReport report = ingest(peer("echo '{\"seconds\": 2.0, \"images\": 4}'"));

    assertThat(report.images()).isEqualTo(3);
    assertThat(report.unreadable()).isEqualTo(1);
    assertThat(report.imagesPerSecond()).isPositive();
    assertThat(report.meanAbsoluteDifference()).isBetween(0.001, 5.0);
    assertThat(report.pillowVersion()).isEqualTo("9");
    assertThat(report.pillowImagesPerSecond()).isEqualTo(4);
    assertThat(report.ratioToPillow()).isEqualTo(report.imagesPerSecond() / 4, within(1e-9));
    assertThat(report.pillowReducedImagesPerSecond()).isEqualTo(4);
    assertThat(report.ratioToPillowReduced()).isEqualTo(report.ratioToPillow());
  }

  @Test
  void measuresPillowWhereItIs() throws IOException {
    photos(2);

    IngestReport report = ingest(null);

    assertThat(report.images()).isEqualTo(2);
    boolean there = progress.stream().noneMatch(line -> line.startsWith("without Pillow: "));
    assumeTrue(there, "no Pillow here");
    assertThat(report.pillowImagesPerSecond()).isPositive();
    assertThat(report.ratioToPillowReduced())
        .isEqualTo(report.imagesPerSecond() / report.pillowReducedImagesPerSecond(), within(1e-9));
  }

  @Test
  void tellsWhyAPeerEnded() throws IOException {
    photos(1);
    String python = peer("echo 'Trace' >&2; echo 'MemoryError: too many cats' >&2; exit 1");

    assertThatThrownBy(() -> ingest(python))
        .isInstanceOf(CatwalkException.class)
        .hasMessage(
            python
                + " cannot measure Pillow: MemoryError: too many cats; expected a Python with Pillow");
  }

  @Test
  void aFolderWithoutImages() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "no picture");
    data("holds no images: among 1 files");
  }

  @Test
  void aFolderOfNothingThatCanBeDecoded() throws IOException {
    Files.writeString(folder.resolve("broken.jpg"), "no picture");
    data("none of the 1 images can be decoded");
  }

  @Test
  void aFolderThatIsNotThere() {
    folder = folder.resolve("nowhere");
    data("--source " + folder + ": there is no such folder");
  }

  private void data(String message) {
    assertThatThrownBy(() -> ingest(null))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining(message);
  }

  private IngestReport ingest(String python) {
    return benchmarks.ingest(new IngestRequest(folder, SMALL, python, SHORT), progress::add);
  }

  /** Stands for an interpreter: does a line of shell for every window. */
  private String peer(String window) throws IOException {
    Path file = folder.resolve("interpreter");
    Files.writeString(
        file,
        "#!/bin/sh\nread settings\necho '{\"version\": \"9\"}'\nwhile read steps; do\n"
            + window
            + "\ndone\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }

  private void photos(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_3BYTE_BGR);
      Graphics2D graphics = image.createGraphics();
      for (int x = 0; x < 640; x += 7) {
        graphics.setColor(new Color(x * 31 % 256, x * 17 % 256, (x + i) % 256));
        graphics.drawLine(x, 0, 640 - x, 480);
      }
      graphics.dispose();
      ImageIO.write(image, "jpg", folder.resolve("photo" + i + ".jpg").toFile());
    }
  }

  /** Images of a byte's gradient with labels that go round. */
  private Path idx(int count) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + count * 784);
    images.putInt(0x803).putInt(count).putInt(28).putInt(28);
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      for (int pixel = 0; pixel < 784; pixel++) {
        images.put((byte) (pixel + i));
      }
      labels.put((byte) (i % 10));
    }
    gzip("train-images-idx3-ubyte.gz", images);
    gzip("train-labels-idx1-ubyte.gz", labels);
    return folder;
  }

  private void gzip(String name, ByteBuffer content) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(content.array());
    }
  }
}
