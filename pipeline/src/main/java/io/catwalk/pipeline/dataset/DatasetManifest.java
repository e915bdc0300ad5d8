package io.catwalk.pipeline.dataset;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.StoredDocument;
import java.util.List;
import java.util.Map;

/**
 * What a dataset is: {@code manifest.json} beside its shards.
 *
 * @param schemaVersion of this document
 * @param name the dataset's name
 * @param version content hash: the same examples, labels, split and settings always give the same,
 *     nothing else does
 * @param classes names in label order
 * @param shape of every image
 * @param resize how images became that shape
 * @param counts split → class → examples
 * @param mean of the training split, a channel, in 0 to 1
 * @param standardDeviation of the training split, a channel, in 0 to 1
 * @param source where it came from, as configured
 * @param format idx, folders, outer-folders, inner-folders, kaggle or labelled
 * @param fingerprint of the source's listing (paths, lengths, times) and the settings: the same
 *     need not be read again
 * @param synthetic made by {@code get-data synthetic}, not photographed
 * @param quarantined reason → images left out
 * @param duplicates files that hold the same bytes or, once decoded, the same pixels
 * @param settings of the ingest that matter for the content
 * @param toolVersion Catwalk's version
 * @param createdAt ISO-8601, UTC
 * @param growth how it came from the version before; null in datasets of older versions of Catwalk
 * @param notices what people must know of the source
 */
public record DatasetManifest(
    int schemaVersion,
    String name,
    String version,
    List<String> classes,
    ImageShape shape,
    String resize,
    Map<String, Map<String, Long>> counts,
    List<Double> mean,
    List<Double> standardDeviation,
    String source,
    String format,
    String fingerprint,
    boolean synthetic,
    Map<String, Long> quarantined,
    Duplicates duplicates,
    Map<String, String> settings,
    String toolVersion,
    String createdAt,
    DatasetGrowth growth,
    SourceNotices notices)
    implements StoredDocument {

  /** The schema that this version writes. */
  public static final int SCHEMA_VERSION = 1;

  public DatasetManifest {
    // Older versions of Catwalk stored none.
    notices = notices == null ? SourceNotices.NONE : notices;
  }

  /** The same dataset, made from another source. */
  public DatasetManifest with(SourceNotices others) {
    return with(counts, others);
  }

  /** Of a part of the dataset. */
  public DatasetManifest withCounts(Map<String, Map<String, Long>> others) {
    return with(others, notices);
  }

  private DatasetManifest with(
      Map<String, Map<String, Long>> otherCounts, SourceNotices otherNotices) {
    return new DatasetManifest(
        schemaVersion,
        name,
        version,
        classes,
        shape,
        resize,
        otherCounts,
        mean,
        standardDeviation,
        source,
        format,
        fingerprint,
        synthetic,
        quarantined,
        duplicates,
        settings,
        toolVersion,
        createdAt,
        growth,
        otherNotices);
  }

  /** Examples of one split. */
  public long count(Split split) {
    return counts.getOrDefault(split.id(), Map.of()).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /**
   * @param sameBytes files whose bytes another file has too
   * @param samePixels files whose bytes differ but whose decoded, resized pixels another file has
   *     too
   * @param acrossSplits of both, those whose twin sits in another split
   * @param examples some groups of paths, at most 20
   * @param acrossClasses files whose bytes a file of another class has too
   * @param conflicts some groups of these, at most 20: paths with their classes
   */
  public record Duplicates(
      long sameBytes,
      long samePixels,
      long acrossSplits,
      List<List<String>> examples,
      long acrossClasses,
      List<List<String>> conflicts) {

    /** No file holds what another holds. */
    public static final Duplicates NONE = new Duplicates(0, 0, 0, List.of(), 0, List.of());

    public Duplicates {
      // Older versions of Catwalk did not look for them.
      conflicts = conflicts == null ? List.of() : conflicts;
    }
  }
}
