package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.StoredDocument;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far the images that are new in a dataset are from those that a champion was trained on:
 * {@code drift.json} of the run that was judged against it.
 *
 * @param schemaVersion of this document
 * @param champion version of the registry
 * @param championDataset {@code name@version}
 * @param dataset {@code name@version} that holds the new images
 * @param newImages whose content the champion's dataset has not
 * @param measures in the order in which they are shown
 * @param notes what could not be measured and why, a sentence each
 */
public record Drift(
    int schemaVersion,
    String champion,
    String championDataset,
    String dataset,
    long newImages,
    List<Measure> measures,
    List<String> notes)
    implements StoredDocument {

  /** The schema that this version writes. */
  public static final int SCHEMA_VERSION = 1;

  /** Far away, and by more than chance. */
  public static final String MOVED = "moved";

  /** Nearer than the threshold. */
  public static final String AS_BEFORE = "as before";

  /** So few images that their distance may be chance. */
  public static final String TOO_FEW = "too few to tell";

  /** Of either side; asymptotic probabilities say nothing of fewer. */
  public static final int LEAST_IMAGES = 30;

  /** Probability under which a distance is not taken for chance; six measures are looked at. */
  public static final double LEVEL = 0.01;

  public Drift {
    // Another version may have other fields: what reads it tells the version, not what is missing.
    measures = measures == null ? List.of() : List.copyOf(measures);
    notes = notes == null ? List.of() : List.copyOf(notes);
  }

  /**
   * One property of images.
   *
   * @param key for machines
   * @param name for people
   * @param distance between new images and reference; null where there was nothing to measure
   * @param distanceName of the distance
   * @param threshold from which on it counts
   * @param probability that chance alone gives such a distance, by {@link #test}; null where there
   *     was nothing to measure
   * @param test its name
   * @param verdict {@link #MOVED}, {@link #AS_BEFORE} or {@link #TOO_FEW}
   * @param reference what the new images are compared with
   * @param fresh the new images
   * @param parts how each is distributed
   */
  public record Measure(
      String key,
      String name,
      Double distance,
      String distanceName,
      double threshold,
      Double probability,
      String test,
      String verdict,
      Side reference,
      Side fresh,
      List<Part> parts) {

    public Measure {
      parts = List.copyOf(parts);
    }

    /** Whether it is at least so far away, by more than chance. */
    public boolean reaches(double limit) {
      return distance != null
          && distance >= limit
          && probability < LEVEL
          && Math.min(reference.images(), fresh.images()) >= LEAST_IMAGES;
    }
  }

  /**
   * @param what images these are
   * @param images that were measured
   * @param unmeasured images that gave no usable value
   * @param mean value; null where there is none
   */
  public record Side(String what, long images, long unmeasured, Double mean) {}

  /**
   * A class or a bin of a histogram.
   *
   * @param name of the class; null for a bin
   * @param lower end of the bin; null for a class
   * @param upper end of the bin; null for a class
   * @param reference share of the reference, 0 to 1
   * @param fresh share of the new images, 0 to 1
   */
  public record Part(String name, Double lower, Double upper, double reference, double fresh) {}

  /** Names of the measures of one verdict, in their order. */
  public List<String> with(String verdict) {
    return measures.stream()
        .filter(measure -> measure.verdict().equals(verdict))
        .map(Measure::name)
        .toList();
  }

  /** All verdicts in one sentence, what moved first. */
  public String sentence() {
    String all =
        List.of(MOVED, TOO_FEW, AS_BEFORE).stream()
            .filter(verdict -> !with(verdict).isEmpty())
            .map(verdict -> verdict + ": " + String.join(", ", with(verdict)))
            .collect(Collectors.joining("; "));
    return String.format(
        Locale.ROOT,
        "%,d new image%s beside the data of %s: %s",
        newImages,
        newImages == 1 ? "" : "s",
        champion,
        all.toLowerCase(Locale.ROOT));
  }
}
