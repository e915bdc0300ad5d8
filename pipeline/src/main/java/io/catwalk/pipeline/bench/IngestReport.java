package io.catwalk.pipeline.bench;

/**
 * What reading, decoding and resizing costs; every speed is a median over {@code repeats}. A ratio
 * above 1 means that Catwalk is faster; null stands for what was not measured.
 *
 * @param images that were decoded
 * @param unreadable images that were not
 * @param size for example {@code 3@32×32}
 * @param opencvImagesPerSecond the same checks and resizing, but OpenCV's decoding at a reduced
 *     scale
 * @param opencvDifference of its pixels, as {@code meanAbsoluteDifference}
 * @param pillowImagesPerSecond Pillow, decoding in full
 * @param pillowReducedImagesPerSecond Pillow, decoding JPEGs at a reduced scale
 * @param meanAbsoluteDifference of our pixels from decoding in full and averaging by area, 0 to 255
 * @param clock {@code cpu} or {@code wall}
 */
public record IngestReport(
    String source,
    int images,
    int unreadable,
    String size,
    double imagesPerSecond,
    double meanAbsoluteDifference,
    double opencvImagesPerSecond,
    double ratioToOpencv,
    double opencvDifference,
    Double pillowImagesPerSecond,
    Double ratioToPillow,
    Double pillowReducedImagesPerSecond,
    Double ratioToPillowReduced,
    String pillowVersion,
    String clock,
    int repeats) {}
