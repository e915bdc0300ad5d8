package io.catwalk.pipeline.bench;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.ingest.IdxExamples;
import io.catwalk.pipeline.storage.Location;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The images that are measured on: enough that the processor's cache does not hold them, as in
 * training.
 *
 * @param origin a folder, or {@link #NOISE}
 * @param examples at least one
 */
record StepData(String origin, List<Example> examples) {

  static final String NOISE = "noise";
  static final int CLASSES = 10;

  private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");
  private static final Path FETCHED = Path.of("catwalk-data", "fashion-mnist");
  private static final int MOST_VALUES = 16 << 20;
  private static final int MOST_MINIBATCHES = 256;
  private static final int LEAST_MINIBATCHES = 2;

  /**
   * Enough for a few hundred minibatches.
   *
   * @param folder with IDX files; null looks for Fashion-MNIST
   * @throws io.catwalk.pipeline.CatwalkException (data) when the folder given holds none
   */
  static StepData load(
      SourceFiles files, Path folder, ImageShape shape, int minibatch, Consumer<String> progress) {
    int wanted =
        Math.max(
            LEAST_MINIBATCHES,
            Math.min(MOST_MINIBATCHES, MOST_VALUES / (shape.values() * minibatch)));
    StepData found = first(files, folder, shape, wanted * minibatch, progress);
    // A small folder fills its minibatches by beginning again.
    int size = found.examples().size();
    int whole = Math.max(1, size / minibatch) * minibatch;
    List<Example> filled = new ArrayList<>();
    for (int i = 0; i < whole; i++) {
      filled.add(found.examples().get(i % size));
    }
    return new StepData(found.origin(), filled);
  }

  /**
   * At most so many.
   *
   * @param folder with IDX files; null looks for Fashion-MNIST
   */
  static StepData first(
      SourceFiles files, Path folder, ImageShape shape, int images, Consumer<String> progress) {
    Optional<Path> found = folder == null ? find(System.getenv()) : Optional.of(folder);
    if (shape.channels() > 1 && folder == null || found.isEmpty()) {
      progress.accept(
          "drawing noise: "
              + (found.isPresent()
                  ? "Fashion-MNIST has no colours"
                  : "Fashion-MNIST is not here, submit/get-data fashion-mnist fetches it"));
      return new StepData(NOISE, noise(shape, images));
    }
    String uri = Location.of(found.get()).toString();
    return new StepData(found.get().toString(), IdxExamples.first(files, uri, shape, images));
  }

  /** All pixels, then a byte a label: what a peer's process reads. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    examples.forEach(example -> bytes.writeBytes(example.pixels()));
    examples.forEach(example -> bytes.write(example.label()));
    return bytes.toByteArray();
  }

  static Optional<Path> find(Map<String, String> environment) {
    String named = environment.get("FASHION_MNIST");
    String data = environment.get("CATWALK_DATA");
    return Stream.of(
            named == null ? FETCHED : Path.of(named),
            data == null ? FETCHED : Path.of(data, "fashion-mnist"),
            FETCHED,
            DEBIAN)
        .filter(Files::isDirectory)
        .findFirst();
  }

  private static List<Example> noise(ImageShape shape, int count) {
    Random random = new Random(42);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[shape.values()];
      random.nextBytes(pixels);
      examples.add(new Example(pixels, random.nextInt(CLASSES), NOISE, ""));
    }
    return examples;
  }
}
