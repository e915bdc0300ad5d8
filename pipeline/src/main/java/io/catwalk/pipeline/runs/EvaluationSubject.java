package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.dataset.Split;
import java.util.List;

/**
 * Which model was judged on which examples.
 *
 * @param model its name in the catalog
 * @param parametersSha256 of its weights: two models that share it are the same
 * @param dataset name of the dataset
 * @param datasetVersion content hash of that
 * @param split the part of it that was scored
 * @param synthetic the dataset is made of drawn pictures
 * @param classes the model's classes in label order
 */
public record EvaluationSubject(
    String model,
    String parametersSha256,
    String dataset,
    String datasetVersion,
    Split split,
    boolean synthetic,
    List<String> classes) {

  public EvaluationSubject {
    classes = List.copyOf(classes);
  }
}
