package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.CatwalkException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** Where the images of the accuracy rows are, and tables that divide them. */
public final class AccuracyData {

  private static final int LABELS_HEADER = 8;
  private static final int HALF = 5;
  private static final int TENTH = 10;

  private final Map<String, String> places = new HashMap<>();
  private final Path tables;
  private final boolean choosing;
  private final PhotoTables photoTables;
  private List<String> photos = List.of();

  /**
   * @param tables a folder for tables
   * @param choosing whether settings are to be chosen by what is judged: test images are in no
   *     table then, and a part of those to train on is judged
   */
  public AccuracyData(Path tables, boolean choosing) {
    this.tables = tables;
    this.choosing = choosing;
    this.photoTables = new PhotoTables(choosing);
  }

  /** What {@link AccuracyRow#settings} may name. */
  public Map<String, String> places() {
    return places;
  }

  /**
   * {@code {fashion}}, {@code {whole}}, how it is divided, and with {@code {lower}} and {@code
   * {upper}} tables of one half of its classes each.
   *
   * @param folder with the four gzipped files; null looks where {@code submit/get-data} and Debian
   *     put them
   * @param halves whether the tables are needed
   */
  public AccuracyData withFashionMnist(Path folder, boolean halves) {
    Path found = folder != null ? folder : StepData.find(System.getenv()).orElse(null);
    if (found != null) {
      places.put("fashion", found.toAbsolutePath().toString());
      places.put("whole", choosing ? part(found, "whole", label -> true) : "source");
    }
    if (found != null && halves) {
      places.put(AccuracyRow.LOWER, part(found, AccuracyRow.LOWER, label -> label < HALF));
      places.put(AccuracyRow.UPPER, part(found, AccuracyRow.UPPER, label -> label >= HALF));
    }
    return this;
  }

  /**
   * {@code {photos}}, and {@code {sealed}}, a table of them by {@link SealedPhotos}.
   *
   * @param folder of photos that are named like cat.12.jpg; null for none
   */
  public AccuracyData withPhotos(Path folder) {
    if (folder != null) {
      photos = PhotoTables.in(folder);
      places.put("photos", folder.toAbsolutePath().toString());
      places.put("sealed", write("sealed", photoTables.all(photos)));
    }
    return this;
  }

  /**
   * {@code {book}}: the textbook's split, its validation photos to be judged by; and {@code
   * {rest}}, the photos of which it says nothing, by {@link SealedPhotos}.
   *
   * @param table of the photos, with the columns split and file; null for none
   */
  public AccuracyData withBookSplit(Path table) {
    if (table != null) {
      try {
        List<String> all = Files.readAllLines(table);
        List<String> lines = all.subList(Math.min(1, all.size()), all.size());
        if (lines.isEmpty() || lines.stream().anyMatch(line -> line.indexOf('\t') < 0)) {
          throw CatwalkException.data(
              "--book-split " + table + ": expected lines of split, tab, file below a head");
        }
        places.put("book", write("book", photoTables.book(lines)));
        places.put("rest", write("rest", photoTables.rest(photos, lines)));
      } catch (IOException e) {
        throw CatwalkException.data("Cannot read " + table + ": " + e.getMessage(), e);
      }
    }
    return this;
  }

  private String part(Path folder, String name, IntPredicate chosen) {
    StringBuilder table = new StringBuilder("split\tfile\n");
    int[] training = labels(folder, "train");
    int held = choosing ? training.length / TENTH : 0;
    add(training, 0, training.length - held, chosen, "train\ttrain", table);
    if (choosing) {
      add(training, training.length - held, training.length, chosen, "test\ttrain", table);
    } else {
      int[] test = labels(folder, "t10k");
      add(test, 0, test.length, chosen, "test\tt10k", table);
    }
    return write("fashion-mnist-" + name, table);
  }

  private static int[] labels(Path folder, String part) {
    Path file = folder.resolve(part + "-labels-idx1-ubyte.gz");
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
      in.skipNBytes(LABELS_HEADER);
      byte[] labels = in.readAllBytes();
      return IntStream.range(0, labels.length).map(i -> labels[i]).toArray();
    } catch (IOException e) {
      throw CatwalkException.data("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void add(
      int[] labels, int from, int to, IntPredicate chosen, String part, StringBuilder table) {
    for (int i = from; i < to; i++) {
      if (chosen.test(labels[i])) {
        table.append(String.format(Locale.ROOT, "%s-images-idx3-ubyte#%05d%n", part, i));
      }
    }
  }

  private String write(String name, CharSequence table) {
    Path file = tables.resolve(name + (choosing ? "-choosing" : "") + ".tsv");
    try {
      Files.createDirectories(tables);
      return Files.writeString(file, table).toAbsolutePath().toString();
    } catch (IOException e) {
      throw CatwalkException.data("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
