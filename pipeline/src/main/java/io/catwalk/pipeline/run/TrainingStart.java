package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.StartConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.PublishedModels;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.train.StartingPoint;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a training begins with.
 *
 * @param point the network
 * @param parent the stored model that its weights are from; empty where they are new
 */
public record TrainingStart(StartingPoint point, Optional<RunManifest.Parent> parent) {

  /**
   * A network that was trained before.
   *
   * @param uri full URI of its file, or its name where it comes with Catwalk
   * @param sha256 of that file, lower-case hex
   */
  private record Weights(TrainedModel model, String uri, String sha256) {

    static Weights of(HadoopStorage storage, String root, String from) {
      if (from.startsWith(PublishedModels.PREFIX)) {
        byte[] file = PublishedModels.read(from);
        return new Weights(ModelArchive.read(file, from), from, DigestUtils.sha256Hex(file));
      }
      StoredModel stored = StoredModel.from(storage, root, from);
      return new Weights(stored.model(), stored.uri(), stored.sha256());
    }
  }

  /** As {@link #of(HadoopStorage, ExperimentConfig, Optional)}, in a job's storage. */
  static TrainingStart of(Workbench bench, ExperimentConfig config, Optional<String> model) {
    return of(bench.storage(), config, model);
  }

  /**
   * A stored network is read before Spark starts, so that a mistake shows at once.
   *
   * @param model URI of the {@code model.zip} to start from; without it {@code model.from} decides
   * @throws CatwalkException (usage) when the stored network is not what the configuration says
   */
  public static TrainingStart of(
      HadoopStorage storage, ExperimentConfig config, Optional<String> model) {
    StartConfig asked = model.map(uri -> new StartConfig(uri, "")).orElse(config.model().start());
    if (!asked.isStored()) {
      return new TrainingStart(
          StartingPoint.of(config.model().definition(config.data().shape())), Optional.empty());
    }
    Weights stored = Weights.of(storage, config.storageRoot(), asked.from());
    StartingPoint start = StartingPoint.from(stored.model(), asked.freezeUntil());
    String named = config.model().name();
    if (!named.equals(StartConfig.STORED_NAME) && !named.equals(start.name())) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "model.name = %s, but model.from = %s holds a %s; expected that name or none, or model.from = \"\" for a new network",
              named,
              asked.from(),
              start.name()));
    }
    if (start.freezes() && config.train().master() == TrainingConfig.Master.STOCK) {
      throw CatwalkException.usage(
          "train.master = stock trains whole networks; expected resident with model.freeze-until");
    }
    start.checkShape(config.data().shape());
    if (!config.data().classes().isEmpty()) {
      start.checkClasses(config.data().classes(), config.model().classes());
    }
    String until = asked.freezeUntil().isEmpty() ? null : asked.freezeUntil();
    return new TrainingStart(
        start, Optional.of(new RunManifest.Parent(stored.uri(), stored.sha256(), until)));
  }

  /**
   * @throws CatwalkException (usage) when the network does not fit the dataset; (data) when the
   *     dataset has nothing to judge it by
   */
  void check(DatasetManifest manifest, ExperimentConfig config) {
    checkNetwork(manifest, config);
    if (manifest.count(Split.TEST) == 0) {
      throw CatwalkException.data(
          "Dataset "
              + manifest.name()
              + " has no test examples to judge the model by; set data.split = hash with"
              + " data.test-percent above 0");
    }
  }

  /**
   * @throws CatwalkException (usage) when the network does not fit the dataset
   */
  public void checkNetwork(DatasetManifest manifest, ExperimentConfig config) {
    point.checkShape(manifest.shape());
    int expected = config.model().classes();
    if (expected != 0 && expected != manifest.classes().size()) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "model.classes = %d, but dataset %s has %d classes (%s); expected that number, or 0 to take it from the data",
              expected,
              manifest.name(),
              manifest.classes().size(),
              String.join(", ", manifest.classes())));
    }
    point.checkClasses(manifest.classes(), expected);
  }
}
