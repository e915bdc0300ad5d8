package io.catwalk.pipeline.ingest;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names of image files and of the folders above them say. */
final class ImageNames {

  /**
   * Also formats that are not decoded: a class must not vanish silently because its images are
   * TIFF.
   */
  private static final Set<String> EXTENSIONS =
      Set.of(
          "jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "dib", "webp", "tif", "tiff", "heic",
          "heif", "avif", "jp2", "jxl", "ico", "psd");

  private static final Pattern KAGGLE = Pattern.compile("([^.]+)\\.[0-9]+\\.[A-Za-z0-9]+");

  private ImageNames() {}

  static boolean isImage(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot >= 0 && EXTENSIONS.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** The class of {@code cat.12.jpg}. */
  static Optional<String> kaggleClass(String fileName) {
    Matcher matcher = KAGGLE.matcher(fileName);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The split that a folder (or the word in a table) names. */
  static Optional<Split> split(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "train", "training" -> Optional.of(Split.TRAIN);
      case "validation", "val", "valid" -> Optional.of(Split.VALIDATION);
      case "test", "testing" -> Optional.of(Split.TEST);
      default -> Optional.empty();
    };
  }
}
