package io.catwalk.pipeline.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.GarbageClients;
import io.catwalk.pipeline.train.ListeningPorts;
import io.catwalk.pipeline.train.MemoryDataset;
import io.catwalk.pipeline.train.data.ExampleLayout;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.data.TrainingPlan;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
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
 * a time, anything, or a wrong token: many a second, all the time. Windows with and without them
 * take turns, so that whatever else the machine does hits both alike. Tells what they cost: images
 * a second, and the time of a processor that a connection takes of this process, which does not
 * depend on who else wants the processors.
 *
 * <p>{@code -Dcatwalk.garbage.connections=10000} makes it long, and the throughput a condition: for
 * a machine that has nothing else to do. Where others leave a tenth of it to the training, the same
 * connections weigh ten times as much.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(1800)
class GarbageOnThePortTest {

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int CONNECTIONS = Integer.getInteger("catwalk.garbage.connections", 400);
  private static final boolean LONG = CONNECTIONS >= 10_000;
  private static final int PER_SECOND = 100;
  private static final int EXAMPLES = 64;
  private static final double WINDOW_SECONDS = LONG ? 10 : 2;
  private static final int SESSIONS_OF_A_WINDOW = 2;

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
   * @param cpuSeconds of all processors together that this process took
   */
  private record Trained(float[] parameters, int rounds, double seconds, double cpuSeconds) {}

  /** Four windows: without, with, with, without, so that what grows steadily hits both alike. */
  private static final class Turn {
    private final double[] seconds = new double[2];
    private final double[] cpuSeconds = new double[2];

    private void add(boolean garbage, Trained trained) {
      seconds[garbage ? 1 : 0] += trained.seconds();
      cpuSeconds[garbage ? 1 : 0] += trained.cpuSeconds();
    }

    /** Of throughput, with to without. */
    private double ratio() {
      return seconds[0] / seconds[1];
    }

    /** That the process took more because of the connections. */
    private double cpuSecondsMore() {
      return cpuSeconds[1] - cpuSeconds[0];
    }
  }

  @Test
  void trainingGoesOnAsIfNobodyWasThere() throws Exception {
    layout.count();
    train(rounds -> rounds < 10, 10);
    int rounds = roundsOfAWindow();
    Trained expected = train(done -> done < rounds, rounds / SESSIONS_OF_A_WINDOW + 1);
    // Without any of workers, but with all that this process listens on for other purposes.
    Set<Integer> before = ListeningPorts.now();
    List<Turn> turns = new ArrayList<>();
    int made = 0;
    try (GarbageClients garbage = new GarbageClients(PER_SECOND, before)) {
      while (made < CONNECTIONS) {
        Turn turn = new Turn();
        turns.add(turn);
        for (boolean with : new boolean[] {false, true, true, false}) {
          if (with) {
            garbage.go();
          }
          Trained trained = train(done -> done < rounds, rounds / SESSIONS_OF_A_WINDOW + 1);
          turn.add(with, trained);
          if (with) {
            GarbageClients.Done done = garbage.stop();
            made += done.made();
            System.out.println(of(done, trained));
          }
          assertThat(trained.parameters()).containsExactly(expected.parameters());
        }
      }
    }
    double ratio = median(turns.stream().map(Turn::ratio).toList());
    double each = turns.stream().mapToDouble(Turn::cpuSecondsMore).sum() / made;
    System.out.println(
        "%,d connections of garbage, %d turns: median throughput %.2f of that without; a connection takes %.0f µs of a processor"
            .formatted(made, turns.size(), ratio, each * 1e6));
    assertThat(made).isGreaterThanOrEqualTo(CONNECTIONS);
    if (LONG) {
      assertThat(ratio).isGreaterThanOrEqualTo(0.9);
    }
  }

  private static String of(GarbageClients.Done done, Trained trained) {
    return "%,d images/s beside %,d connections, at most %,d at once, whose clients took %.2f of a processor"
        .formatted(
            Math.round(EXAMPLES * trained.rounds() / trained.seconds()),
            done.made(),
            done.mostOpen(),
            done.cpuSeconds() / trained.seconds());
  }

  private int roundsOfAWindow() {
    long began = System.nanoTime();
    return train(rounds -> (System.nanoTime() - began) / 1e9 < WINDOW_SECONDS, Integer.MAX_VALUE)
        .rounds();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  private interface More {
    boolean after(int rounds);
  }

  /**
   * Rounds of whole epochs, in a session of workers after the other.
   *
   * @param ofASession rounds; then workers have to be let in anew, among the others
   */
  private Trained train(More more, int ofASession) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get("lenet5")
                .configure(dataset.shape(), new Hyperparameters(2, 3, new Adam(0.001))));
    network.init();
    try (ResidentAveragingMaster master =
        new ResidentAveragingMaster(
            spark,
            layout,
            network,
            AveragingConfig.every(4),
            new TrainingPlan(Vectoriser.of(dataset.manifest()), Recipe.PLAIN))) {
      long began = System.nanoTime();
      long cpu = PROCESS.getProcessCpuTime();
      int rounds = 0;
      for (; more.after(rounds); rounds++) {
        if (rounds % ofASession == 0) {
          master.rest();
        }
        master.run(new RoundPlan(5, rounds + 1, 0, 8, 4));
        assertThat(master.stands()).isTrue();
      }
      return new Trained(
          network.params().toFloatVector(),
          rounds,
          (System.nanoTime() - began) / 1e9,
          (PROCESS.getProcessCpuTime() - cpu) / 1e9);
    }
  }
}
