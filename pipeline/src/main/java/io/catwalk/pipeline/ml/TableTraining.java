package io.catwalk.pipeline.ml;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.TableImages;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.run.TrainingKeys;
import io.catwalk.pipeline.run.TrainingStart;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.spark.SparkSessions;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.HadoopStorage.Place;
import io.catwalk.pipeline.storage.StorageLock;
import io.catwalk.pipeline.train.Checkpoints;
import io.catwalk.pipeline.train.Trainer;
import io.catwalk.pipeline.train.TrainingListener;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a network on the images of a table. */
record TableTraining(SparkSession spark, ExperimentConfig config, TrainingStart start) {

  private static final Logger LOG = LoggerFactory.getLogger(CatwalkClassifier.class);

  /** What must be known goes to the log, as Spark's own estimators do it. */
  private static final class Log implements TrainingListener {
    @Override
    public void resumed(int epoch, int round, String checkpoint, List<Epoch> before) {
      LOG.info("Going on from checkpoint {} in epoch {}, round {}", checkpoint, epoch, round + 1);
    }

    @Override
    public void warned(String text) {
      LOG.warn(text);
    }
  }

  /**
   * @throws CatwalkException (usage) when {@code model.from} names no network, or another than the
   *     settings say
   */
  static TableTraining of(SparkSession spark, ExperimentConfig config) {
    return new TableTraining(
        spark, config, TrainingStart.of(storage(spark), config, Optional.empty()));
  }

  private static HadoopStorage storage(SparkSession spark) {
    return HadoopStorage.ofSpark(SparkSessions.settings(spark));
  }

  /**
   * @param checkpoints URI of the folder of this training's checkpoints; empty for none
   * @throws CatwalkException (usage) when the network does not fit the images, when the folder's
   *     are of another training; (busy) when another process works on it; as {@link Trainer#train}
   */
  TrainedModel train(TableImages images, String checkpoints) {
    start.checkNetwork(images.manifest(), config);
    if (checkpoints.isEmpty()) {
      return train(images, Checkpoints.none());
    }
    Place place = storage(spark).place(checkpoints);
    try (StorageLock lock =
            StorageLock.take(place.store(), place.path(), "checkpointPath = " + checkpoints);
        Checkpoints saved =
            new Checkpoints(
                place.store(),
                place.path(),
                config.train().checkpoint(),
                TrainingKeys.of(config, images.manifest(), start, spark),
                new Log(),
                lock)) {
      saved.find("checkpointPath");
      TrainedModel model = train(images, saved);
      saved.discard();
      return model;
    }
  }

  private TrainedModel train(TableImages images, Checkpoints checkpoints) {
    Trainer trainer = new Trainer(spark, config.train(), new Log());
    return start.taught(
        spark,
        config,
        images,
        taught -> trainer.train(taught, start.point(), checkpoints, StopSignal.NEVER).model());
  }
}
