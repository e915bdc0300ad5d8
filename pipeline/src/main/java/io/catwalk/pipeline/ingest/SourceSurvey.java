package io.catwalk.pipeline.ingest;

import java.util.List;
import java.util.Map;

/**
 * What a source of images holds, before any of it is stored; as JSON (snake_case) it is part of
 * what {@code catwalk init --json} prints.
 *
 * @param source as configured
 * @param format idx, folders, outer-folders, inner-folders, kaggle or labelled
 * @param images that are listed with a class
 * @param classes name → images, in label order
 * @param testImages that the source itself sets apart for the test
 * @param looked images that were read: all, or an even sample of many
 * @param sides of the images that were read
 * @param colourful share of those that have colours, 0 to 1
 * @param bad reason → images of those that cannot be used
 * @param badExamples some of them with what is wrong
 * @param duplicates of those with the same bytes as one before
 * @param conflicts of these, those whose twin has another class
 * @param leftOut kind of file → files of the source that are no images
 * @param remarks sentences that must be known of the source
 */
public record SourceSurvey(
    String source,
    String format,
    long images,
    Map<String, Long> classes,
    long testImages,
    long looked,
    Sides sides,
    double colourful,
    Map<String, Long> bad,
    List<String> badExamples,
    long duplicates,
    long conflicts,
    Map<String, Long> leftOut,
    List<String> remarks) {

  /**
   * Of each image the shorter side, in pixels; 0 where no image could be read.
   *
   * @param median half of them are shorter
   */
  public record Sides(int smallest, int median, int largest) {}

  /** Share of the images that were read and cannot be used, 0 to 1. */
  public double badShare() {
    return looked == 0 ? 0 : (double) badImages() / looked;
  }

  /** Images of those that were read and cannot be used. */
  public long badImages() {
    return bad.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Images of the most frequent class for one of the rarest. */
  public double imbalance() {
    long most = classes.values().stream().mapToLong(Long::longValue).max().orElse(1);
    long least = classes.values().stream().mapToLong(Long::longValue).min().orElse(1);
    return (double) most / Math.max(1, least);
  }
}
