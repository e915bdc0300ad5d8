package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tables that divide photos of classes into those to train on and those to judge by.
 *
 * @param choosing whether settings are to be chosen by what is judged: sealed photos and test
 *     photos are in no table then, and a fifth of the open ones is judged
 */
record PhotoTables(boolean choosing) {

  private static final String HEAD = "split\tfile\tlabel\n";

  /** {@code cat.12.jpg}: the class stands before the first dot. */
  private static final Pattern PHOTO = Pattern.compile("[^./]+\\.\\d+\\.(?i:jpe?g|png)");

  /**
   * Paths of photos below a folder, sorted.
   *
   * @throws CatwalkException (data) when there is none
   */
  static List<String> in(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<String> photos =
          all.filter(file -> PHOTO.matcher(file.getFileName().toString()).matches())
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .sorted()
              .toList();
      if (photos.isEmpty()) {
        throw CatwalkException.data(
            "--photos " + folder + ": no photo below it is named like cat.12.jpg");
      }
      return photos;
    } catch (IOException e) {
      throw CatwalkException.data("Cannot read --photos " + folder + ": " + e.getMessage(), e);
    }
  }

  /** All photos: the open ones to train on, the sealed ones to be judged by. */
  String all(List<String> photos) {
    StringBuilder table = new StringBuilder(HEAD);
    photos.forEach(photo -> add(table, photo));
    return table.toString();
  }

  /**
   * What the textbook's table does not name: open ones to train on, sealed ones to be judged by.
   */
  String rest(List<String> photos, List<String> book) {
    Set<String> named =
        book.stream().map(line -> line.split("\t", -1)[1]).collect(Collectors.toSet());
    return all(photos.stream().filter(photo -> !named.contains(photo)).toList());
  }

  /**
   * The textbook's own division, with its validation photos as those to be judged by, so that no
   * choice of an epoch profits from them; its own ten test photos are left out.
   *
   * @param book its table's lines below the head
   */
  String book(List<String> book) {
    StringBuilder table = new StringBuilder(HEAD);
    for (String line : book) {
      String[] cells = line.split("\t", -1);
      boolean trains = cells[0].equals("train");
      if (choosing && trains) {
        add(table, cells[1]);
      } else if (!choosing && (trains || cells[0].equals("validation"))) {
        row(table, trains ? "train" : "test", cells[1]);
      }
    }
    return table.toString();
  }

  private void add(StringBuilder table, String photo) {
    if (!choosing) {
      row(table, SealedPhotos.sealed(photo) ? "test" : "train", photo);
    } else if (!SealedPhotos.sealed(photo)) {
      row(table, SealedPhotos.chooses(photo) ? "test" : "train", photo);
    }
  }

  private static void row(StringBuilder table, String split, String photo) {
    String name = photo.substring(photo.lastIndexOf('/') + 1);
    String label = name.substring(0, name.indexOf('.'));
    table.append(split).append('\t').append(photo).append('\t').append(label).append('\n');
  }
}
