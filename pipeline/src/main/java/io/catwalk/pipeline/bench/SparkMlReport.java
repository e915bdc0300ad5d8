package io.catwalk.pipeline.bench;

import java.util.List;

/**
 * How fast the stages of Spark ML are beside the commands, without the start of Spark.
 *
 * @param master Spark's
 * @param images in the folder and the tables that are trained on
 * @param epochs of a training
 * @param trainings ingest and training by the commands, then {@code fit} of each kind of table
 * @param sameParameters whether all of them gave the same network, bit for bit
 * @param scored images that are scored
 * @param scorings what {@code catwalk predict} does, then {@code transform} of each kind of table
 * @param data folder of the images, or {@code noise}
 */
public record SparkMlReport(
    String model,
    String master,
    int workers,
    int minibatch,
    int frequency,
    int images,
    int epochs,
    List<Speed> trainings,
    boolean sameParameters,
    int scored,
    List<Speed> scorings,
    String data,
    int repeats) {

  /**
   * Of the median turn.
   *
   * @param of what was done
   * @param imagesPerSecond by wall clock, in all epochs
   * @param ratio to the command's; above 1 it is faster
   * @param processorSeconds of one turn; null where executors run on other machines
   * @param processorRatio the command's processor time to this one's; null where that is
   */
  public record Speed(
      String of,
      double imagesPerSecond,
      double ratio,
      Double processorSeconds,
      Double processorRatio) {}
}
