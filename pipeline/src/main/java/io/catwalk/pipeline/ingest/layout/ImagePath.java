package io.catwalk.pipeline.ingest.layout;

import io.catwalk.pipeline.dataset.Split;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path of an image, taken apart.
 *
 * @param path with '/', relative to the source
 * @param folders above the image, from the outermost
 * @param splitAt index of the folder that names the split; -1 where none does
 * @param images that it stands for: those of its folder whose names say the same class
 */
record ImagePath(String path, List<String> folders, int splitAt, long images) {

  /** Folders in which test images lie whose classes nobody tells, as Kaggle's {@code test1}. */
  private static final Pattern TEST_LIKE =
      Pattern.compile(
          "(?i)(test|testing)[-_ ]?(set|data|images?|imgs?|photos?)?[-_ ]?\\d*|un-?labell?ed.*");

  static ImagePath of(String path, long images) {
    String[] parts = path.split("/");
    List<String> folders = List.of(parts).subList(0, parts.length - 1);
    return new ImagePath(path, folders, splitAt(folders), images);
  }

  /**
   * The first folder that names a split. A second one below it is the split where classes follow
   * ({@code data/train/valid/cat}) or where an archive repeats its own name ({@code train/train});
   * else it is a class ({@code train/valid}, {@code train/invalid}).
   */
  private static int splitAt(List<String> folders) {
    int at = 0;
    while (at < folders.size() && split(folders, at).isEmpty()) {
      at++;
    }
    if (at == folders.size()) {
      return -1;
    }
    while (at + 1 < folders.size()
        && split(folders, at + 1).isPresent()
        && (at + 2 < folders.size() || split(folders, at).equals(split(folders, at + 1)))) {
      at++;
    }
    return at;
  }

  private static Optional<Split> split(List<String> folders, int at) {
    return ImageNames.split(folders.get(at));
  }

  boolean inSplit() {
    return splitAt >= 0;
  }

  Optional<Split> split() {
    return inSplit() ? split(folders, splitAt) : Optional.empty();
  }

  /** The split that the nearest folder above the given one names. */
  Optional<Split> splitAbove(int folder) {
    for (int i = folder - 1; i >= 0; i--) {
      if (split(folders, i).isPresent()) {
        return split(folders, i);
      }
    }
    return Optional.empty();
  }

  /** The split that the outermost folder below the given one names. */
  Optional<Split> splitBelow(int folder) {
    for (int i = folder + 1; i < folders.size(); i++) {
      if (split(folders, i).isPresent()) {
        return split(folders, i);
      }
    }
    return Optional.empty();
  }

  /** The class that the file's own name says: that of {@code cat.12.jpg}. */
  Optional<String> named() {
    return named(path);
  }

  static Optional<String> named(String path) {
    return ImageNames.kaggleClass(path.substring(path.lastIndexOf('/') + 1));
  }

  /** The path of one of its folders. */
  String folderPath(int folder) {
    return String.join("/", folders.subList(0, folder + 1));
  }

  static boolean isTestLike(String folder) {
    return TEST_LIKE.matcher(folder).matches();
  }
}
