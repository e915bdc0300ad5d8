package io.catwalk.pipeline.run;

import java.util.List;
import java.util.Map;

/**
 * What ingest made; as JSON (snake_case) it is what {@code --json} prints.
 *
 * @param dataset {@code name@version}
 * @param uri full URI of the dataset's folder
 * @param classes in label order
 * @param trainExamples in the training split
 * @param validationExamples in the validation split
 * @param testExamples in the test split
 * @param quarantined reason → images left out
 * @param leftOut kind of file → how many of the source's files are no images of the dataset
 * @param warnings sentences that must be known of the source
 * @param duplicates files that hold the same bytes or, once decoded, the same pixels
 * @param reused the dataset was there already: nothing was read
 * @param seconds wall time
 * @param imagesPerSecond read, decoded and resized; 0 when nothing was read
 * @param synthetic the images were drawn, not photographed
 */
public record IngestSummary(
    String dataset,
    String uri,
    List<String> classes,
    long trainExamples,
    long validationExamples,
    long testExamples,
    Map<String, Long> quarantined,
    Map<String, Long> leftOut,
    List<String> warnings,
    long duplicates,
    boolean reused,
    double seconds,
    double imagesPerSecond,
    boolean synthetic) {

  public IngestSummary {
    classes = List.copyOf(classes);
    quarantined = Map.copyOf(quarantined);
    leftOut = Map.copyOf(leftOut);
    warnings = List.copyOf(warnings);
  }
}
