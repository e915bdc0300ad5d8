package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.layers.LayerKit;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.ingest.Split;
import io.catwalk.pipeline.ingest.Vectoriser;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.learning.config.Adam;

/**
 * During a training others connect to the port of its workers and say nothing, something a byte at
 * a time, anything, or a wrong token. Tells what that costs.
 *
 * <p>{@code -Dcatwalk.garbage.connections=10000} makes more of them.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(600)
class GarbageOnThePortTest {

  private static final int CONNECTIONS = Integer.getInteger("catwalk.garbage.connections", 400);
  private static final int EXAMPLES = 64;
  private static final int ROUNDS_OF_A_SESSION = 20;
  private static final int LEAST_ROUNDS = 60;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
  private final MemoryDataset dataset = new MemoryDataset(EXAMPLES, 0, new ImageShape(16, 16, 1));
  private final JavaRDD<ResidentExamples> layout =
      ExampleLayout.deal(dataset.examples(LocalSpark.session(), Split.TRAIN), 2, "memory");

  @AfterEach
  void unpersist() {
    layout.unpersist();
  }

  /**
   * @param rounds that were trained
   */
  private record Trained(float[] parameters, int rounds, double seconds) {
    double imagesPerSecond() {
      return (double) EXAMPLES * rounds / seconds;
    }
  }

  @Test
  void trainingGoesOnAsIfNobodyWasThere() throws Exception {
    layout.count();
    Set<Integer> before = ListeningPorts.now();
    train(round -> round < 10);
    Trained disturbed;
    int made;
    try (GarbageClients garbage = new GarbageClients(() -> workersPort(before), CONNECTIONS)) {
      disturbed = train(round -> round < LEAST_ROUNDS || !garbage.done());
      made = garbage.made();
    }
    Trained undisturbed = train(round -> round < disturbed.rounds());

    System.out.println(
        "%,d connections of garbage in %d rounds: %,.0f images/s, without %,.0f, ratio %.2f"
            .formatted(
                made,
                disturbed.rounds(),
                disturbed.imagesPerSecond(),
                undisturbed.imagesPerSecond(),
                disturbed.imagesPerSecond() / undisturbed.imagesPerSecond()));
    assertThat(made).isEqualTo(CONNECTIONS);
    assertThat(disturbed.parameters()).containsExactly(undisturbed.parameters());
  }

  /** 0 while there is none. */
  private static int workersPort(Set<Integer> before) {
    return ListeningPorts.now().stream()
        .filter(port -> !before.contains(port))
        .findFirst()
        .orElse(0);
  }

  private interface More {
    boolean after(int rounds);
  }

  /** Rounds of whole epochs, in a session of workers after the other. */
  private Trained train(More more) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get("lenet5")
                .configure(
                    dataset.shape(), new Hyperparameters(2, 3, new Adam(0.001), LayerKit.NATIVE)));
    network.init();
    try (ResidentAveragingMaster master =
        new ResidentAveragingMaster(
            spark, layout, Vectoriser.of(dataset.manifest()), network, AveragingConfig.every(4))) {
      long began = System.nanoTime();
      int rounds = 0;
      for (; more.after(rounds); rounds++) {
        if (rounds % ROUNDS_OF_A_SESSION == 0) {
          // Workers have to be let in among the others.
          master.rest();
        }
        master.run(new RoundPlan(5, rounds + 1, 0, 8, 4));
        assertThat(master.stands()).isTrue();
      }
      return new Trained(
          network.params().toFloatVector(), rounds, (System.nanoTime() - began) / 1e9);
    }
  }
}
