package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.StoredDocument;
import java.util.List;

/**
 * What was found of a challenger: {@code blessing.json} of its version.
 *
 * @param schemaVersion of this document
 * @param blessed whether every requirement is met
 * @param decidedAt ISO-8601, UTC
 * @param run id of the challenger's run
 * @param champion version that it was compared with; null where there was none
 * @param holdout {@code name@version} whose test split judged
 * @param examples in it
 * @param figures of the challenger on it
 * @param championFigures likewise; null where there was none
 * @param requirements with what was found of each
 * @param reasons in sentences
 */
public record Blessing(
    int schemaVersion,
    boolean blessed,
    String decidedAt,
    String run,
    String champion,
    String holdout,
    long examples,
    Figures figures,
    Figures championFigures,
    List<Requirement> requirements,
    List<String> reasons)
    implements StoredDocument {

  /** The schema that this code writes. */
  public static final int SCHEMA_VERSION = 1;

  public Blessing {
    requirements = List.copyOf(requirements);
    reasons = List.copyOf(reasons);
  }

  /**
   * @param accuracy 0 to 1
   * @param macroF1 0 to 1
   */
  public record Figures(double accuracy, double macroF1) {}

  /**
   * @param name the key of the configuration, or what was tried
   * @param required in words
   * @param found in words
   * @param met whether what was found suffices
   */
  public record Requirement(String name, String required, String found, boolean met) {}
}
