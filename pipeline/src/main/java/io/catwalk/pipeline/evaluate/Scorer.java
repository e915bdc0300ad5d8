package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.Prediction;
import io.catwalk.pipeline.spark.GpuTasks;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * Lets a trained model predict on the executors. Until it is closed the model occupies memory on
 * each of them.
 */
public final class Scorer implements AutoCloseable {

  private final Broadcast<FrozenNetwork> network;
  private final String parametersSha256;
  private final Vectoriser vectoriser;
  private final EvaluationConfig config;

  /**
   * @param config how many examples a forward pass has, and what computes it
   */
  public Scorer(JavaSparkContext spark, TrainedModel model, EvaluationConfig config) {
    if (config.minibatch() < 1) {
      throw new IllegalArgumentException(
          "expected a minibatch of at least 1, found " + config.minibatch());
    }
    FrozenNetwork frozen = FrozenNetwork.of(model.network());
    this.network = spark.broadcast(frozen);
    this.parametersSha256 = frozen.parametersSha256();
    this.vectoriser = model.vectoriser();
    this.config = config;
  }

  /**
   * Predictions in the order of the examples. They are computed when the result is used, which must
   * be before this is closed; the job then fails with a {@link
   * io.catwalk.pipeline.CatwalkException} (data) as its cause when the network gives anything but a
   * probability.
   */
  public JavaRDD<Prediction> score(JavaRDD<Example> examples) {
    return GpuTasks.of(examples.mapPartitions(function()));
  }

  /**
   * What {@link #score} does with a partition, for those who keep more beside the examples: a
   * prediction an example, in their order, a minibatch at a time.
   */
  public FlatMapFunction<Iterator<Example>, Prediction> function() {
    return new ScoreExamples(network, vectoriser, config);
  }

  /** As {@link #parametersSha256()}, without a Spark. */
  public static String parametersSha256(TrainedModel model) {
    return FrozenNetwork.of(model.network()).parametersSha256();
  }

  /** SHA-256 of the network's weights, lower-case hex: two models that share it are the same. */
  public String parametersSha256() {
    return parametersSha256;
  }

  @Override
  public void close() {
    network.destroy();
  }
}
