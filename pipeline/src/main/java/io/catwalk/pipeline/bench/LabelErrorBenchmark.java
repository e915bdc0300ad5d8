package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Csv;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.runs.LabelErrorTable;
import io.catwalk.pipeline.runs.LabelErrorTable.Row;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * How many wrong labels are found: gives some training images of Fashion-MNIST another class, by a
 * seed, trains with folds, and looks which of them stand in {@code label-errors.csv}. What is wrong
 * in Fashion-MNIST itself counts as found in error.
 *
 * @param images folder of Fashion-MNIST's four gzipped files
 * @param classes names in label order
 * @param percent of the training images whose labels are flipped, above 0 and below 100
 * @param seed of the flips
 */
public record LabelErrorBenchmark(Path images, List<String> classes, double percent, long seed) {

  private static final int LABELS_HEADER = 8;
  private static final String TRAIN = "train";

  public LabelErrorBenchmark {
    classes = List.copyOf(classes);
  }

  /** Settings over the experiment {@code lenet-fashion-mnist}, chosen without a look at flips. */
  public static List<String> settings() {
    List<String> settings = new ArrayList<>(AccuracyRows.fashionCnn(1));
    settings.addAll(List.of("data.name=fashion-mnist-flipped", "data.validation-percent=0"));
    return settings;
  }

  /**
   * Writes the table that flips labels, for {@code data.relabel}. Whether an image's label is
   * flipped, and to which of the other classes, depends on the seed and the image's path alone.
   *
   * @return paths of the images whose labels it flips
   * @throws CatwalkException (data) when labels cannot be read, or the table cannot be written
   */
  public Set<String> flip(Path table) {
    Set<String> flipped = new HashSet<>();
    StringBuilder rows = new StringBuilder();
    rows.append(
        String.join(
            ",", LabelErrorTable.PATH, LabelErrorTable.LABEL, LabelErrorTable.SUGGESTED + "\n"));
    byte[] labels = labels();
    for (int i = 0; i < labels.length; i++) {
      String path = String.format(Locale.ROOT, "train-images-idx3-ubyte#%05d", i);
      if (100 * Digests.uniform(seed, "flip " + path) < percent) {
        int step = 1 + (int) (Digests.uniform(seed, "to " + path) * (classes.size() - 1));
        String wrong = classes.get((labels[i] + step) % classes.size());
        rows.append(Csv.row(List.of(path, classes.get(labels[i]), wrong)));
        flipped.add(path);
      }
    }
    try {
      Files.createDirectories(table.toAbsolutePath().getParent());
      Files.writeString(table, rows);
    } catch (IOException e) {
      throw CatwalkException.data("Cannot write " + table + ": " + e.getMessage(), e);
    }
    return flipped;
  }

  private byte[] labels() {
    Path file = images.resolve("train-labels-idx1-ubyte.gz");
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
      in.skipNBytes(LABELS_HEADER);
      return in.readAllBytes();
    } catch (IOException e) {
      throw CatwalkException.data("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * How well a table finds what was flipped.
   *
   * @param name of the table, for messages
   * @param flipped paths
   */
  public static Found judge(String name, byte[] table, Set<String> flipped) {
    List<Row> rows =
        LabelErrorTable.read(name, table, List.of(LabelErrorTable.PATH)).stream()
            .filter(row -> row.split().equals(TRAIN))
            .toList();
    long hits = 0;
    double sum = 0;
    for (int rank = 1; rank <= rows.size(); rank++) {
      if (flipped.contains(rows.get(rank - 1).path())) {
        hits++;
        sum += (double) hits / rank;
      }
    }
    return new Found(
        flipped.size(),
        rows.size(),
        hits,
        rows.isEmpty() ? 0 : (double) hits / rows.size(),
        flipped.isEmpty() ? 0 : (double) hits / flipped.size(),
        flipped.isEmpty() ? 0 : sum / flipped.size());
  }

  /**
   * What came of it.
   *
   * @param flipped training images whose labels are wrong
   * @param listed training images that the table names
   * @param hits of these, those that were flipped
   * @param precision hits a listed image
   * @param recall hits a flipped image
   * @param averagePrecision mean of the precisions down to each hit, 0 for each flipped image that
   *     is not listed
   */
  public record Found(
      long flipped,
      long listed,
      long hits,
      double precision,
      double recall,
      double averagePrecision) {}
}
