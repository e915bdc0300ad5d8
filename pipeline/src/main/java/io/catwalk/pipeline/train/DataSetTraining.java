package io.catwalk.pipeline.train;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.Extent;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.averaging.AveragingMaster;
import io.catwalk.pipeline.train.averaging.ResidentAveragingMaster;
import io.catwalk.pipeline.train.data.CountExamples;
import io.catwalk.pipeline.train.data.ExampleLayout;
import io.catwalk.pipeline.train.data.ExampleLayout.FloatExample;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.data.SplitDataSet;
import io.catwalk.pipeline.train.data.TrainingPlan;
import io.catwalk.pipeline.train.worker.EngineSteps;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Trains a network on an {@code RDD<DataSet>} that somebody else made. The examples of the last one
 * stay on the executors until they are released, so that further epochs read nothing anew.
 */
public final class DataSetTraining {

  private final int workers;
  private final int minibatch;
  private final long seed;
  private final AveragingConfig averaging;
  private Laid laid;

  /**
   * @param workers networks that train side by side, at least 1
   * @param minibatch examples of one gradient step of one worker, at least 1
   * @param seed of the order of the examples
   */
  public DataSetTraining(int workers, int minibatch, long seed, AveragingConfig averaging) {
    if (workers < 1 || minibatch < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected workers and minibatch of at least 1, found %d and %d",
              workers,
              minibatch));
    }
    this.workers = workers;
    this.minibatch = minibatch;
    this.seed = seed;
    this.averaging = averaging;
  }

  /** What lies on the executors, and who trains on it. */
  private record Laid(
      int source,
      long examples,
      MultiLayerNetwork network,
      JavaRDD<ResidentExamples> layout,
      AveragingMaster master) {

    boolean is(JavaRDD<DataSet> data, MultiLayerNetwork network) {
      return source == data.id() && this.network == network;
    }

    void release() {
      master.close();
      layout.unpersist();
    }
  }

  /**
   * One epoch.
   *
   * @param network is trained in place
   * @param data minibatches of images [n, channels, height, width] with labels [n, classes]
   * @param afterRound gets the loss of each round
   * @throws CatwalkException (data) when there are fewer examples than workers, or an epoch
   *     consumed other than all
   */
  public void epoch(MultiLayerNetwork network, JavaRDD<DataSet> data, DoubleConsumer afterRound) {
    if (laid == null || !laid.is(data, network)) {
      release();
      laid = lay(data, network);
    }
    try {
      rounds(network, afterRound);
    } finally {
      // The executors are the program's again, which may go on with jobs of its own.
      laid.master().rest();
    }
  }

  private void rounds(MultiLayerNetwork network, DoubleConsumer afterRound) {
    int epoch = network.getEpochCount() + 1;
    int frequency = averaging.frequency(epoch);
    int rounds = averaging.rounds(laid.examples(), workers, minibatch, epoch);
    long done = 0;
    for (int round = 0; round < rounds; round++) {
      AveragingMaster.RoundResult result =
          laid.master().run(new RoundPlan(seed, epoch, round, minibatch, frequency));
      done += result.examples();
      network.setScore(result.loss());
      afterRound.accept(result.loss());
    }
    if (done != laid.examples()) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "Epoch %d trained on %,d of %,d examples",
              epoch,
              done,
              laid.examples()));
    }
  }

  private Laid lay(JavaRDD<DataSet> data, MultiLayerNetwork network) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(data.context());
    JavaRDD<FloatExample> examples = data.flatMap(new SplitDataSet());
    List<FloatExample> first = examples.take(1);
    JavaRDD<ResidentExamples> layout =
        ExampleLayout.dealFloats(examples, workers, averaging.storage());
    long count =
        layout.map(new CountExamples()).collect().stream().mapToLong(Integer::longValue).sum();
    if (count < workers) {
      layout.unpersist();
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%,d examples for %d workers; expected at least one each",
              count,
              workers));
    }
    ImageShape shape = first.get(0).shape();
    Vectoriser asItIs = Vectoriser.plain(shape, first.get(0).target().length);
    return new Laid(
        data.id(),
        count,
        network,
        layout,
        new ResidentAveragingMaster(
            spark,
            layout,
            network,
            averaging,
            new TrainingPlan(
                asItIs,
                Recipe.plain(
                    EngineSteps.suiting(network.getLayerWiseConfigurations(), Extent.of(shape))))));
  }

  /** Lets go of the examples on the executors. */
  public void release() {
    if (laid != null) {
      laid.release();
      laid = null;
    }
  }
}
