package io.catwalk.pipeline.tune;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.TuneConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.runs.TrainingFingerprint;
import io.catwalk.pipeline.runs.Tuning;
import io.catwalk.pipeline.runs.Tuning.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/** A search from its beginning to its files. */
public final class TuningSearch {

  private final TuneRequest request;
  private final SearchSpace space;
  private final TuningFolder folder;
  private final DatasetManifest manifest;

  /**
   * @param manifest of the dataset
   * @throws CatwalkException (data) when there are no images to compare settings by
   */
  public TuningSearch(
      TuneRequest request, SearchSpace space, TuningFolder folder, DatasetManifest manifest) {
    if (manifest.count(Split.VALIDATION) == 0) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "Dataset %s@%s has no validation images to compare settings by; expected data.validation-percent above 0",
              manifest.name(),
              manifest.version()));
    }
    this.request = request;
    this.space = space;
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Trains, and writes what was found.
   *
   * @param base of a training with the configuration as it stands
   * @param training trains one
   * @param seconds a clock that does not go back
   */
  public Tuning run(TrainingFingerprint base, Search.Training training, DoubleSupplier seconds) {
    ExperimentConfig config = request.config();
    TuneConfig tune = config.tune();
    folder.begin(fingerprint(base, tune));
    Halving halving = Halving.of(config.train().epochs(), tune.reduction(), tune.leastEpochs());
    List<Map<String, String>> settings = space.draw(tune.trials(), tune.seed());
    Search search =
        new Search(
            tune, halving, settings, config.train().learning().earlyStopping().metric(), folder);
    List<Trial> trials = search.run(training, seconds, request.told());
    Tuning tuning =
        new Tuning(
            Tuning.SCHEMA_VERSION,
            folder.id(),
            manifest.name() + "@" + manifest.version(),
            config.train().learning().earlyStopping().metric().name().toLowerCase(Locale.ROOT),
            manifest.count(Split.VALIDATION),
            ranges(),
            trials,
            settings.size(),
            trials.stream().mapToDouble(Trial::seconds).sum());
    write(tuning);
    return tuning;
  }

  /** Of what is drawn; how many, and how long, may be changed. */
  private TrainingFingerprint fingerprint(TrainingFingerprint base, TuneConfig tune) {
    Map<String, String> values = new TreeMap<>(base.values());
    values.put("tune.space", ranges().toString());
    values.put("tune.reduction", Integer.toString(tune.reduction()));
    values.put("tune.least-epochs", Integer.toString(tune.leastEpochs()));
    values.put("tune.seed", Long.toString(tune.seed()));
    return TrainingFingerprint.of(values);
  }

  private Map<String, String> ranges() {
    Map<String, String> words = new LinkedHashMap<>();
    space.ranges().forEach(range -> words.put(range.key(), range.words()));
    return words;
  }

  private void write(Tuning tuning) {
    Trial best = tuning.best().orElseThrow();
    ExperimentConfig config = request.with(best.settings(), request.config().train().epochs());
    folder.write(TuningFolder.TABLE, TuningFiles.table(tuning));
    folder.write(TuningFolder.BEST, TuningFiles.configuration(tuning, config));
  }
}
