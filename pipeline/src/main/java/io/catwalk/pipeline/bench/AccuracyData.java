package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.CatwalkException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.zip.GZIPInputStream;

/** Where the images of the accuracy rows are, and tables that divide them. */
public final class AccuracyData {

  private static final int LABELS_HEADER = 8;
  private static final int HALF = 5;

  private final Map<String, String> places = new HashMap<>();
  private final Path tables;

  /**
   * @param tables a folder for tables
   */
  public AccuracyData(Path tables) {
    this.tables = tables;
  }

  /** What {@link AccuracyRow#settings} may name. */
  public Map<String, String> places() {
    return places;
  }

  /**
   * {@code {fashion}}, and with {@code {lower}} and {@code {upper}} tables of one half of its
   * classes each.
   *
   * @param folder with the four gzipped files; null looks where {@code submit/get-data} and Debian
   *     put them
   * @param halves whether the tables are needed
   */
  public AccuracyData withFashionMnist(Path folder, boolean halves) {
    Path found = folder != null ? folder : StepData.find(System.getenv()).orElse(null);
    if (found != null) {
      places.put("fashion", found.toAbsolutePath().toString());
    }
    if (found != null && halves) {
      places.put(AccuracyRow.LOWER, half(found, AccuracyRow.LOWER, label -> label < HALF));
      places.put(AccuracyRow.UPPER, half(found, AccuracyRow.UPPER, label -> label >= HALF));
    }
    return this;
  }

  /**
   * {@code {photos}}.
   *
   * @param folder of photos that are named like cat.12.jpg; null for none
   */
  public AccuracyData withPhotos(Path folder) {
    if (folder != null) {
      places.put("photos", folder.toAbsolutePath().toString());
    }
    return this;
  }

  /**
   * {@code {book}}: the textbook's split, with its validation images as test images, so that no
   * choice of an epoch profits from them; its own ten test images are left out.
   *
   * @param table of the photos; null for none
   */
  public AccuracyData withBookSplit(Path table) {
    if (table != null) {
      try {
        StringBuilder kept = new StringBuilder();
        for (String line : Files.readAllLines(table)) {
          if (!line.startsWith("test\t")) {
            kept.append(line.replaceFirst("^validation\t", "test\t")).append('\n');
          }
        }
        places.put("book", write("book", kept));
      } catch (IOException e) {
        throw CatwalkException.data("Cannot read " + table + ": " + e.getMessage(), e);
      }
    }
    return this;
  }

  private String half(Path folder, String name, IntPredicate chosen) {
    StringBuilder table = new StringBuilder("split\tfile\n");
    add(folder, "train", "train", chosen, table);
    add(folder, "t10k", "test", chosen, table);
    return write("fashion-mnist-" + name, table);
  }

  private static void add(
      Path folder, String part, String split, IntPredicate chosen, StringBuilder table) {
    Path file = folder.resolve(part + "-labels-idx1-ubyte.gz");
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
      in.skipNBytes(LABELS_HEADER);
      byte[] labels = in.readAllBytes();
      for (int i = 0; i < labels.length; i++) {
        if (chosen.test(labels[i])) {
          table.append(
              String.format(Locale.ROOT, "%s\t%s-images-idx3-ubyte#%05d%n", split, part, i));
        }
      }
    } catch (IOException e) {
      throw CatwalkException.data("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private String write(String name, CharSequence table) {
    Path file = tables.resolve(name + ".tsv");
    try {
      Files.createDirectories(tables);
      return Files.writeString(file, table).toAbsolutePath().toString();
    } catch (IOException e) {
      throw CatwalkException.data("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
