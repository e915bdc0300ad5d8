package io.catwalk.pipeline.predict;

import io.catwalk.pipeline.runs.Drift;
import java.util.List;
import java.util.Map;

/**
 * What a model said of new images; as JSON (snake_case) it is what {@code --json} prints.
 *
 * @param model the network's name in the catalog
 * @param modelFile full URI of the model that was used
 * @param predictions full URI of the Parquet folder or the CSV file
 * @param page full URI of the page of the least sure images of every class; null where none was
 *     asked for
 * @param images scored
 * @param unreadable images that could not be decoded
 * @param unreadableImages some of these by path, at most {@value #SHOWN}
 * @param unreadableFile full URI of the table of all of them
 * @param leftOut kind of file → files that were not looked at, as they are no images or too old
 * @param counts predicted class → images
 * @param first the first images by path, as many as were asked for
 * @param drift of the images beside those that the model was trained on; null where nobody asked
 *     for it, or there are none
 * @param seconds wall time
 * @param imagesPerSecond decoded, scored and stored, without the start of Spark
 * @param synthetic the model was trained on drawn pictures
 */
public record PredictSummary(
    String model,
    String modelFile,
    String predictions,
    String page,
    long images,
    long unreadable,
    List<Unreadable> unreadableImages,
    String unreadableFile,
    Map<String, Long> leftOut,
    Map<String, Long> counts,
    List<Row> first,
    Drift drift,
    double seconds,
    double imagesPerSecond,
    boolean synthetic) {

  /** More of them than these stand in their table alone. */
  public static final int SHOWN = 1_000;

  public PredictSummary {
    unreadableImages = List.copyOf(unreadableImages);
    leftOut = Map.copyOf(leftOut);
    counts = Map.copyOf(counts);
    first = List.copyOf(first);
  }

  /**
   * An image that could not be decoded.
   *
   * @param path relative to the folder that was named
   * @param reason as in {@code quarantine.csv}
   * @param detail what was found, in a few words
   */
  public record Unreadable(String path, String reason, String detail) {}

  /**
   * One image.
   *
   * @param path relative to the folder that was named
   * @param predicted name of the most probable class
   * @param probability of that class, 0 to 1
   */
  public record Row(String path, String predicted, double probability) {}
}
