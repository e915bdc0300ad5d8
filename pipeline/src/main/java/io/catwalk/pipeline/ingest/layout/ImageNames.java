package io.catwalk.pipeline.ingest.layout;

import io.catwalk.pipeline.dataset.Split;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names of image files and of the folders above them say. */
public final class ImageNames {

  /**
   * Also formats that are not decoded: a class must not vanish silently because its images are
   * TIFF.
   */
  private static final Set<String> IMAGES =
      Set.of(
          "jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "dib", "webp", "tif", "tiff", "heic",
          "heif", "avif", "jp2", "jxl", "ico", "psd");

  /**
   * What lies among images and is none, so that nobody need look into it: texts, tables, programs,
   * archives, films and sounds, what cameras keep beside their JPEG, unfinished and old copies.
   */
  private static final Set<String> OTHERS =
      Set.of(
          ("txt md rst csv tsv json jsonl ndjson xml yaml yml toml ini cfg conf htm html css js py ipynb"
                  + " java sh bat ps1 m mat npy npz pkl pt pth h5 hdf5 parquet arrow tfrecord tfrecords"
                  + " db sqlite log pdf doc docx xls xlsx ppt pptx odt rtf tex bib"
                  + " zip tar gz tgz bz2 xz 7z rar zst lz4 iso jar exe dll so class"
                  + " mp4 mov avi mkv webm mpg mpeg m4v 3gp wmv mp3 wav flac ogg m4a aac"
                  + " cr2 cr3 crw nef nrw arw srf sr2 dng raf orf rw2 pef svg eps ai"
                  + " xmp aae thm lnk url webloc sum md5 sha1 sha256 lock swp bak tmp part crdownload")
              .split(" "));

  private static final Pattern KAGGLE = Pattern.compile("([^.]+)\\.[0-9]+\\.[A-Za-z0-9]+");
  private static final Pattern ENDING = Pattern.compile("[a-z][a-z0-9_]{0,11}|[0-9]?[a-z]{1,3}");

  private ImageNames() {}

  /** Whether the name says that it is an image. */
  public static boolean isImage(String fileName) {
    return IMAGES.contains(rawEnding(fileName));
  }

  /** Whether the name says neither that it is an image nor that it is none. */
  public static boolean isSilent(String fileName) {
    return !isImage(fileName) && !fileName.endsWith("~") && !OTHERS.contains(rawEnding(fileName));
  }

  /** What the name says of the file's kind, as people are told it. */
  public static String kind(String fileName) {
    String ending = rawEnding(fileName);
    if (ending.isEmpty()) {
      return "no ending";
    }
    return ENDING.matcher(ending).matches() ? "." + ending : "other endings";
  }

  /** Lower case, without the dot; empty where there is none. */
  private static String rawEnding(String fileName) {
    String name = withoutQuery(fileName);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** {@code cat.jpg?w=640}, as tools that fetch pages store it, is {@code cat.jpg}. */
  private static String withoutQuery(String fileName) {
    int query = fileName.indexOf('?');
    return query < 0 ? fileName : fileName.substring(0, query);
  }

  /** The class of {@code cat.12.jpg}. */
  public static Optional<String> kaggleClass(String fileName) {
    Matcher matcher = KAGGLE.matcher(withoutQuery(fileName));
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The split that a folder (or the word in a table) names. */
  public static Optional<Split> split(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "train", "training" -> Optional.of(Split.TRAIN);
      case "validation", "val", "valid" -> Optional.of(Split.VALIDATION);
      case "test", "testing" -> Optional.of(Split.TEST);
      default -> Optional.empty();
    };
  }
}
