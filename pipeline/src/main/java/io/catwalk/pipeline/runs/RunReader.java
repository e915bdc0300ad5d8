package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.runs.ExampleGallery.Picture;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a run's folder and checks that its files belong together. */
public final class RunReader {

  private final ArtifactStore store;
  private final String folder;

  /**
   * @param folder the run's, relative to the store's root
   */
  public RunReader(ArtifactStore store, String folder) {
    this.store = store;
    this.folder = folder;
  }

  /**
   * @param uri by which the report names the run
   * @throws CatwalkException (data) when a file is missing, damaged, of an unknown version, or does
   *     not belong to the others
   */
  public StoredRun read(String uri) {
    EvaluationResult metrics = metrics();
    RunManifest manifest = manifest();
    Predictions predictions =
        Predictions.read(new StoredPredictions(store, folder), metrics.confusionMatrix());
    check(metrics, predictions);
    return new StoredRun(
        uri,
        metrics,
        manifest,
        exists(RunPaths.HISTORY)
            ? History.read(bytes(RunPaths.HISTORY), where(RunPaths.HISTORY))
            : List.of(),
        predictions,
        exists(RunPaths.DATASET)
            ? Json.read(bytes(RunPaths.DATASET), DatasetManifest.class, where(RunPaths.DATASET))
            : null,
        pictures(),
        exists(RunPaths.LABEL_ERRORS) ? labelErrors() : null,
        configuration(),
        drift());
  }

  /** {@code effective.conf}; empty where there is none. */
  public String configuration() {
    return exists(RunPaths.CONFIGURATION)
        ? new String(bytes(RunPaths.CONFIGURATION), StandardCharsets.UTF_8)
        : "";
  }

  /** {@code metrics.json}, which must be there. */
  public EvaluationResult metrics() {
    String name = RunPaths.METRICS;
    require(name, "evaluate the model first");
    EvaluationResult metrics = Json.read(bytes(name), EvaluationResult.class, where(name));
    boolean whole =
        metrics.macro() != null
            && metrics.weighted() != null
            && metrics.confusionMatrix() != null
            && metrics.calibration() != null
            && metrics.perClass().size() == metrics.classes().size()
            && metrics.confusionMatrix().counts().size() == metrics.classes().size()
            && metrics.examples() > 0;
    if (!whole) {
      throw CatwalkException.data(
          "Cannot read "
              + where(name)
              + ": it is not whole, expected examples and, of every class, its figures and its row of the confusion"
              + " matrix");
    }
    return metrics;
  }

  /** {@code run.json}, which must be there. */
  public RunManifest manifest() {
    require(RunPaths.RUN, "expected a run's folder");
    RunManifest manifest = Json.read(bytes(RunPaths.RUN), RunManifest.class, where(RunPaths.RUN));
    if (manifest.runId() == null || manifest.dataset() == null) {
      throw CatwalkException.data(
          "Cannot read " + where(RunPaths.RUN) + ": it names no run or no dataset");
    }
    return manifest;
  }

  private Map<String, Picture> pictures() {
    if (!exists(RunPaths.EXAMPLES)) {
      return Map.of();
    }
    String where = where(RunPaths.EXAMPLES);
    ExampleGallery gallery = Json.read(bytes(RunPaths.EXAMPLES), ExampleGallery.class, where);
    Map<String, Picture> pictures = new HashMap<>();
    for (Picture picture : gallery.pictures()) {
      pictures.put(Example.key(picture.sha256(), picture.path()), picture);
    }
    return pictures;
  }

  private Drift drift() {
    if (!exists(RunPaths.DRIFT)) {
      return null;
    }
    return Json.read(bytes(RunPaths.DRIFT), Drift.class, where(RunPaths.DRIFT));
  }

  private LabelErrors labelErrors() {
    return Json.read(bytes(RunPaths.LABEL_ERRORS), LabelErrors.class, where(RunPaths.LABEL_ERRORS));
  }

  private void check(EvaluationResult metrics, Predictions predictions) {
    ConfidenceCounts counts = predictions.counts();
    if (counts.all() != metrics.examples()
        || counts.allRight() != metrics.confusionMatrix().correct()) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "Cannot read run %s: its predictions (%,d, of which %,d right) are not those that metrics.json tells of (%,d, of which %,d right); evaluate the model again",
              where(""),
              counts.all(),
              counts.allRight(),
              metrics.examples(),
              metrics.confusionMatrix().correct()));
    }
  }

  private void require(String name, String advice) {
    if (!exists(name)) {
      throw CatwalkException.data(
          "Cannot read run " + where("") + ": it has no " + name + "; " + advice);
    }
  }

  private boolean exists(String name) {
    return store.exists(path(name));
  }

  private byte[] bytes(String name) {
    return store.read(path(name));
  }

  private String where(String name) {
    return store.resolve(path(name)).toString();
  }

  private String path(String name) {
    return name.isEmpty() ? folder : folder + "/" + name;
  }
}
