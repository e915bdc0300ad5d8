package io.catwalk.pipeline.ml;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.TableImages;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.train.Trainer;
import io.catwalk.pipeline.train.TrainingListener;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a network on the images of a table. */
record TableTraining(SparkSession spark, ExperimentConfig config) {

  private static final Logger LOG = LoggerFactory.getLogger(CatwalkClassifier.class);

  /** What must be known goes to the log, as Spark's own estimators do it. */
  private static final class Log implements TrainingListener {
    @Override
    public void warned(String text) {
      LOG.warn(text);
    }
  }

  /**
   * @throws CatwalkException as {@link Trainer#train}
   */
  TrainedModel train(TableImages images) {
    return new Trainer(spark, config.train(), new Log())
        .train(images, config.model().definition(config.data().shape()))
        .model();
  }
}
