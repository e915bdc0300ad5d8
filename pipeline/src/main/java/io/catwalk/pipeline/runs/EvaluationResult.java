package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.StoredDocument;
import io.catwalk.pipeline.dataset.Split;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All that was measured of one model on one split: {@code metrics.json}. The same predictions, in
 * whatever order, give the same document bit by bit.
 *
 * @param schemaVersion of this document
 * @param model the network's name in the catalog
 * @param parametersSha256 of the network's weights
 * @param dataset name of the dataset
 * @param datasetVersion content hash of that
 * @param split train, validation or test
 * @param synthetic the dataset is made of drawn pictures
 * @param testTimeFlip each image's probabilities are the mean of its own and its mirror image's
 * @param classes names in label order
 * @param examples scored, at least 1
 * @param accuracy share predicted rightly, 0 to 1
 * @param top2Accuracy share whose true class is one of the two most probable, 0 to 1
 * @param logLoss mean of -ln(probability of the true class), clipped at 1e-15
 * @param brierScore mean over examples of the sum over classes of squared errors (Brier 1950), 0 to
 *     2
 * @param macro means over the classes
 * @param weighted means over the classes, weighted by support
 * @param perClass in label order
 * @param confusionMatrix rows actual, columns predicted
 * @param calibration expected calibration error and its bins
 */
public record EvaluationResult(
    int schemaVersion,
    String model,
    String parametersSha256,
    String dataset,
    String datasetVersion,
    String split,
    boolean synthetic,
    boolean testTimeFlip,
    List<String> classes,
    long examples,
    double accuracy,
    double top2Accuracy,
    double logLoss,
    double brierScore,
    Averages macro,
    Averages weighted,
    List<ClassMetrics> perClass,
    ConfusionMatrix confusionMatrix,
    Calibration calibration)
    implements StoredDocument {

  /** The schema that this version writes. */
  public static final int SCHEMA_VERSION = 1;

  public EvaluationResult {
    classes = List.copyOf(classes);
    perClass = List.copyOf(perClass);
  }

  /**
   * Measures.
   *
   * @param sums over every example; labels in the order of the subject's classes
   * @param ranked what came of each of {@link RankedColumns}, in their order
   * @throws CatwalkException (data) when there is no example
   */
  public static EvaluationResult of(
      EvaluationSubject subject, EvaluationSums sums, List<RankedColumns.Figures> ranked) {
    if (sums.examples() == 0) {
      throw CatwalkException.data(
          "Cannot evaluate "
              + subject.model()
              + ": the "
              + subject.split().id()
              + " split of dataset "
              + subject.dataset()
              + " has no examples; choose another split or ingest one that has");
    }
    List<String> classes = subject.classes();
    ConfusionMatrix confusion = sums.confusion();
    List<ClassMetrics> perClass =
        IntStream.range(0, classes.size())
            .mapToObj(c -> ClassMetrics.of(classes.get(c), c, confusion, ranked.get(c)))
            .toList();
    return new EvaluationResult(
        SCHEMA_VERSION,
        subject.model(),
        subject.parametersSha256(),
        subject.dataset(),
        subject.datasetVersion(),
        subject.split().id(),
        subject.synthetic(),
        subject.testTimeFlip(),
        classes,
        sums.examples(),
        (double) confusion.correct() / confusion.total(),
        sums.top2Accuracy(),
        ranked.get(classes.size()).first(),
        ranked.get(classes.size() + 1).first(),
        Averages.macro(perClass),
        Averages.weighted(perClass),
        perClass,
        confusion,
        sums.calibration());
  }

  /**
   * Which model was judged on which examples.
   *
   * @param model its name in the catalog
   * @param parametersSha256 of its weights: two models that share it are the same
   * @param dataset name of the dataset
   * @param datasetVersion content hash of that
   * @param split the part of it that was scored
   * @param synthetic the dataset is made of drawn pictures
   * @param testTimeFlip each image's probabilities are the mean of its own and its mirror image's
   * @param classes the model's classes in label order
   */
  public record EvaluationSubject(
      String model,
      String parametersSha256,
      String dataset,
      String datasetVersion,
      Split split,
      boolean synthetic,
      boolean testTimeFlip,
      List<String> classes) {

    public EvaluationSubject {
      classes = List.copyOf(classes);
    }
  }
}
