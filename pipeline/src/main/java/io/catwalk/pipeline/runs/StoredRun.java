package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.runs.ExampleGallery.Picture;
import io.catwalk.pipeline.runs.History.Epoch;
import java.util.List;
import java.util.Map;

/**
 * All that is stored of a run and that a report needs.
 *
 * @param uri of its folder, where it is or will be
 * @param metrics {@code metrics.json}
 * @param manifest {@code run.json}
 * @param history {@code history.csv}; empty when nothing was trained
 * @param predictions {@code predictions.parquet}
 * @param dataset {@code dataset.json}; null in runs of older versions
 * @param pictures {@code examples.json}, by {@link Predictions#key}; empty in runs of older
 *     versions
 * @param labelErrors {@code label-errors.json}; null in runs of older versions
 * @param configuration {@code effective.conf}
 * @param drift {@code drift.json}; null where it was not measured
 */
public record StoredRun(
    String uri,
    EvaluationResult metrics,
    RunManifest manifest,
    List<Epoch> history,
    Predictions predictions,
    DatasetManifest dataset,
    Map<String, Picture> pictures,
    LabelErrors labelErrors,
    String configuration,
    Drift drift) {

  public List<String> classes() {
    return metrics.classes();
  }

  public String id() {
    return manifest.runId();
  }

  /** {@code name@version}. */
  public String data() {
    return metrics.dataset() + "@" + metrics.datasetVersion();
  }
}
