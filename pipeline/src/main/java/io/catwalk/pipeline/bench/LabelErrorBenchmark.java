package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Csv;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.runs.ConfidentLearning;
import io.catwalk.pipeline.runs.LabelErrorTable;
import io.catwalk.pipeline.runs.StoredPredictions;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * How many wrong labels are found: gives some training images of Fashion-MNIST another class, by a
 * seed, trains with folds, and looks which of them are told to be wrong. What is wrong in
 * Fashion-MNIST itself counts as found in error.
 *
 * @param images folder of Fashion-MNIST's four gzipped files
 * @param classes names in label order
 * @param percent of the training images whose labels are flipped, above 0 and below 100
 * @param seed of the flips
 */
public record LabelErrorBenchmark(Path images, List<String> classes, double percent, long seed) {

  private static final int LABELS_HEADER = 8;

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
   * How well what was flipped is found.
   *
   * @param predictions of the training images, each by a network that was not trained on it
   * @param classes number of classes
   * @param flipped paths; those that were not judged do not count
   */
  public static Found judge(StoredPredictions predictions, int classes, Set<String> flipped) {
    ConfidentLearning.Sums sums = new ConfidentLearning.Sums(classes);
    predictions.forEachOf(classes, sums::add);
    double[] thresholds = sums.thresholds();
    List<Judged> judged = new ArrayList<>();
    predictions.forEachOf(
        classes,
        each ->
            judged.add(
                new Judged(
                    ConfidentLearning.score(each.probabilities(), each.actual()),
                    ConfidentLearning.suggested(each, thresholds) >= 0,
                    flipped.contains(each.path()))));
    // Stable: equal ones stay in their order.
    judged.sort(Comparator.comparingDouble(each -> -each.score));
    List<Judged> listed = judged.stream().filter(Judged::listed).toList();
    long all = judged.stream().filter(Judged::wrong).count();
    long hits = listed.stream().filter(Judged::wrong).count();
    return new Found(
        judged.size(),
        all,
        listed.size(),
        hits,
        share(hits, listed.size()),
        share(hits, all),
        averagePrecision(listed, all),
        averagePrecision(judged, all));
  }

  /**
   * An image.
   *
   * @param listed whether its label is told to be probably wrong
   * @param wrong whether it is
   */
  private record Judged(double score, boolean listed, boolean wrong) {}

  /** Mean of the precisions down to each hit; what is not ranked counts 0. */
  private static double averagePrecision(List<Judged> ranked, long all) {
    long hits = 0;
    double sum = 0;
    for (int rank = 1; rank <= ranked.size(); rank++) {
      if (ranked.get(rank - 1).wrong) {
        hits++;
        sum += (double) hits / rank;
      }
    }
    return all == 0 ? 0 : sum / all;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /**
   * What came of it.
   *
   * @param images that were judged
   * @param flipped those of them whose labels are wrong
   * @param listed those that are told to be probably wrong
   * @param hits of these, those that were flipped
   * @param precision hits a listed image
   * @param recall hits a flipped image
   * @param listedAveragePrecision of the list, in its order: what is flipped and not listed counts
   *     0
   * @param averagePrecision of all images, ranked by {@link ConfidentLearning#score}
   */
  public record Found(
      long images,
      long flipped,
      long listed,
      long hits,
      double precision,
      double recall,
      double listedAveragePrecision,
      double averagePrecision) {}
}
