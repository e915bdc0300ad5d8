package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.spark.GpuTasks;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Lets a trained model embed some images on the executors. Until it is closed the model occupies
 * memory on each of them.
 */
public final class Embedder implements AutoCloseable {

  private final Broadcast<FrozenNetwork> network;
  private final Vectoriser vectoriser;
  private final EvaluationConfig config;
  private final int tasks;

  /**
   * @param config how many examples a forward pass has, and what computes it
   */
  public Embedder(JavaSparkContext spark, TrainedModel model, EvaluationConfig config) {
    this.network = spark.broadcast(FrozenNetwork.of(model.network()));
    this.vectoriser = model.vectoriser();
    this.config = config;
    this.tasks = Math.max(1, spark.defaultParallelism());
  }

  /** How many numbers an embedding has. */
  public static int length(TrainedModel model) {
    return EmbeddingNetwork.length(model.network(), model.card().shape());
  }

  /**
   * Embeddings of a few examples, in no order that matters, but in the same one each time.
   *
   * @param examples of whatever many partitions: a network is made a task, not a partition
   */
  public List<Embedded> embed(JavaRDD<Example> examples) {
    return GpuTasks.of(
            examples
                .coalesce(tasks)
                .mapPartitions(
                    new EmbedExamples(network, vectoriser, config.minibatch(), config.compute())))
        .collect();
  }

  @Override
  public void close() {
    network.destroy();
  }
}
