package io.catwalk.pipeline.bench;

/**
 * How fast the stages of Spark ML are beside the commands, by wall clock, without the start of
 * Spark; every speed is of the median turn. A ratio above 1 means that the stage is faster.
 *
 * @param master Spark's
 * @param images in the table and the folder
 * @param epochs of a training
 * @param fitImagesPerSecond that {@code fit} trains on, its reading and decoding included
 * @param trainImagesPerSecond of ingest and training together
 * @param sameParameters whether both gave the same network, bit for bit
 * @param transformImagesPerSecond read, scored and written as Parquet
 * @param predictImagesPerSecond the same by what {@code catwalk predict} does
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
    double fitImagesPerSecond,
    double trainImagesPerSecond,
    double ratioOfFit,
    boolean sameParameters,
    double transformImagesPerSecond,
    double predictImagesPerSecond,
    double ratioOfTransform,
    String data,
    int repeats) {}
