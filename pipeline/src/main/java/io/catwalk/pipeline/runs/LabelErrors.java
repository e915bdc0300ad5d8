package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.StoredDocument;
import java.io.Serializable;
import java.util.List;

/**
 * Images whose labels are probably wrong, as a run tells of them: {@code label-errors.json}. All of
 * them stand in {@link LabelErrorTable}; here are those that people see first, with pictures.
 *
 * @param schemaVersion of this document
 * @param parts of the dataset that were looked through
 * @param first the most probable ones of all parts, the most probable first
 */
public record LabelErrors(int schemaVersion, List<Part> parts, List<Pictured> first)
    implements StoredDocument {

  /** The schema that this version writes. */
  public static final int SCHEMA_VERSION = 1;

  /** How many are shown with pictures. */
  public static final int SHOWN = 48;

  public LabelErrors {
    parts = List.copyOf(parts);
    first = List.copyOf(first);
  }

  /**
   * A part of the dataset.
   *
   * @param split its id
   * @param folds networks that judged it, each what it had not learned from; 0 where the run's own
   *     network did
   * @param examples looked through
   * @param found probable label errors among them
   */
  public record Part(String split, int folds, long examples, long found) {}

  /**
   * An image whose label is probably wrong.
   *
   * @param path where it came from, relative to its source
   * @param sha256 of its file, lower-case hex
   * @param split id of the split that it is in
   * @param label the class that it has
   * @param suggested the class that it probably is of
   * @param score {@link ConfidentLearning#score}
   * @param labelProbability of its class, 0 to 1
   * @param suggestedProbability of the other, 0 to 1
   */
  public record Suspect(
      String path,
      String sha256,
      String split,
      String label,
      String suggested,
      double score,
      double labelProbability,
      double suggestedProbability)
      implements Serializable {}

  /**
   * @param width of the picture, in pixels
   * @param height of the picture, in pixels
   * @param image PNG or JPEG
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Pictured(Suspect suspect, int width, int height, byte[] image) {}

  /** Probable label errors of all parts. */
  public long found() {
    return parts.stream().mapToLong(Part::found).sum();
  }
}
