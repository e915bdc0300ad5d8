package io.catwalk.pipeline.bench.trial;

import io.catwalk.models.ModelDefinition;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.NewNetwork;
import io.catwalk.pipeline.train.averaging.AveragingMaster;
import io.catwalk.pipeline.train.averaging.ResidentAveragingMaster;
import io.catwalk.pipeline.train.averaging.StockAveragingMaster;
import io.catwalk.pipeline.train.data.ExampleLayout;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.data.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Whole epochs as a training runs them, for those who measure how fast they are. */
public final class EpochTrial implements AutoCloseable {

  private final TrainingConfig config;
  private final long examples;
  private final JavaRDD<ResidentExamples> layout;
  private final AveragingMaster master;
  private int epoch;

  /**
   * Deals the examples to the workers.
   *
   * @param config whose master and layers are measured
   * @param examples at least as many as workers, of the vectoriser's shape
   */
  public EpochTrial(
      SparkSession session,
      TrainingConfig config,
      ModelDefinition model,
      List<Example> examples,
      Vectoriser vectoriser) {
    this.config = config;
    this.examples = examples.size();
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    layout =
        ExampleLayout.deal(
            spark.parallelize(examples, config.workers()),
            config.workers(),
            config.averaging().storage());
    layout.count();
    MultiLayerNetwork network =
        NewNetwork.of(model, vectoriser.shape(), vectoriser.classes(), config, this.examples);
    master =
        config.master() == TrainingConfig.Master.STOCK
            ? new StockAveragingMaster(spark, layout, vectoriser, network, config)
            : new ResidentAveragingMaster(
                spark,
                layout,
                network,
                config.averaging(),
                new TrainingPlan(
                    vectoriser, Recipe.of(config, counts(examples, vectoriser.classes()))));
  }

  /** Of examples a class. */
  static List<Long> counts(List<Example> examples, int classes) {
    Long[] counts = new Long[classes];
    Arrays.fill(counts, 0L);
    examples.forEach(example -> counts[example.label()]++);
    return List.of(counts);
  }

  /**
   * Seconds of the next epoch. Calling and dismissing the workers, which a training does once, or
   * for every validation, is not counted.
   */
  public double epoch() {
    epoch++;
    callWorkers();
    long began = System.nanoTime();
    rounds();
    double seconds = (System.nanoTime() - began) / 1e9;
    master.rest();
    return seconds;
  }

  private void callWorkers() {
    if (master instanceof ResidentAveragingMaster) {
      master.run(new RoundPlan(config.seed(), epoch, 0, config.minibatch(), 1));
    }
  }

  private void rounds() {
    int frequency = config.averaging().frequency(epoch);
    int rounds = config.averaging().rounds(examples, config.workers(), config.minibatch(), epoch);
    long done = 0;
    for (int round = 0; round < rounds; round++) {
      done +=
          master
              .run(new RoundPlan(config.seed(), epoch, round, config.minibatch(), frequency))
              .examples();
    }
    if (done != examples) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "An epoch trained on %,d of %,d examples", done, examples));
    }
  }

  /**
   * Seconds of an epoch of which every worker does its part for itself, at the same time as the
   * others and without averaging. Of the resident master alone.
   */
  public double independentLoops() {
    int all = AveragingConfig.every(1).rounds(examples, config.workers(), config.minibatch(), 1);
    RoundPlan wholeEpoch = new RoundPlan(config.seed(), 1, 0, config.minibatch(), all);
    return examples / ((ResidentAveragingMaster) master).independentLoops(wholeEpoch, 1);
  }

  @Override
  public void close() {
    master.close();
    layout.unpersist();
  }
}
