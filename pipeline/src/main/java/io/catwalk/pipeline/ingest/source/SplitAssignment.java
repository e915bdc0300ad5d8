package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Puts an image into a split. What is drawn by hash is drawn from the file's SHA-256, so that files
 * with the same bytes share it.
 *
 * @param rule SOURCE, HASH or FILE
 * @param seed of the draw
 * @param test share of all images that tests, 0 to 1; for HASH
 * @param validation share of the rest that validates, 0 to 1; 0 carves nothing off
 */
public record SplitAssignment(SplitRule rule, long seed, double test, double validation)
    implements Serializable {

  /**
   * @throws CatwalkException (data) when the source gives no split where it should
   */
  public static SplitAssignment of(DatasetConfig config, List<SourceImage> images) {
    double validation = config.validationPercent() / 100;
    return switch (config.split()) {
      case HASH ->
          new SplitAssignment(
              SplitRule.HASH, config.seed(), config.testPercent() / 100, validation);
      case FILE -> new SplitAssignment(SplitRule.FILE, config.seed(), 0, 0);
      case SOURCE -> {
        Set<Split> given = given(config.source(), images);
        yield new SplitAssignment(
            SplitRule.SOURCE, config.seed(), 0, given.contains(Split.VALIDATION) ? 0 : validation);
      }
    };
  }

  private static Set<Split> given(String source, List<SourceImage> images) {
    EnumSet<Split> given = EnumSet.noneOf(Split.class);
    SourceImage outside = null;
    for (SourceImage image : images) {
      if (image.split() == null) {
        outside = image;
      } else {
        given.add(image.split());
      }
    }
    if (outside != null && !given.isEmpty()) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s: the image %s lies in none of train/, validation/ and test/, others do",
              source,
              outside.path()));
    }
    for (Split needed : List.of(Split.TRAIN, Split.TEST)) {
      if (!given.contains(needed)) {
        throw CatwalkException.data(
            String.format(
                Locale.ROOT,
                "%s has no %s part, which data.split = source needs; data.split = hash divides it by itself",
                source,
                needed.id()));
      }
    }
    return given;
  }

  /**
   * @param sha256 of the image's file, hex
   */
  public Split split(SourceImage image, String sha256) {
    if (rule == SplitRule.FILE || rule == SplitRule.SOURCE && image.split() != Split.TRAIN) {
      return image.split();
    }
    double draw = Digests.uniform(seed, sha256);
    if (draw < test) {
      return Split.TEST;
    }
    return draw < test + (1 - test) * validation ? Split.VALIDATION : Split.TRAIN;
  }
}
