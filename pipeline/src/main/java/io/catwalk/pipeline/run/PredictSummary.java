package io.catwalk.pipeline.run;

import java.util.List;
import java.util.Map;

/**
 * What a model said of new images; as JSON (snake_case) it is what {@code --json} prints.
 *
 * @param model the network's name in the catalog
 * @param modelFile full URI of the model that was used
 * @param predictions full URI of the Parquet folder
 * @param images scored
 * @param unreadable images that could not be decoded
 * @param counts predicted class → images
 * @param first the first images by path, as many as were asked for
 * @param seconds wall time
 * @param imagesPerSecond decoded and scored
 * @param synthetic the model was trained on drawn pictures
 */
public record PredictSummary(
    String model,
    String modelFile,
    String predictions,
    long images,
    long unreadable,
    Map<String, Long> counts,
    List<Row> first,
    double seconds,
    double imagesPerSecond,
    boolean synthetic) {

  public PredictSummary {
    counts = Map.copyOf(counts);
    first = List.copyOf(first);
  }

  /**
   * One image.
   *
   * @param path relative to the folder that was named
   * @param predicted name of the most probable class
   * @param probability of that class, 0 to 1
   */
  public record Row(String path, String predicted, double probability) {}
}
