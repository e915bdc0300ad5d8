package io.catwalk.models.engine;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.Extent;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a network's step and output cost the engine, in milliseconds a minibatch on one thread.
 *
 * <pre>{@code
 * mvn -Pbench -pl models test-compile exec:exec                                # all
 * mvn -Pbench -pl models test-compile exec:exec -Dbench='-p network=lenet5'    # JMH's own options
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EngineBenchmark {

  private static final int CLASSES = 10;

  @Param({"lenet5", "fashion-cnn", "catwalk-small", "lenet-224"})
  private String network;

  @Param("64")
  private int minibatch;

  private Session session;
  private INDArray images;
  private INDArray labels;
  private INDArray probabilities;
  private Progress progress = Progress.of(0, 0, 1);

  @Setup
  public void open() {
    ModelDefinition model = ModelCatalog.get(network);
    MultiLayerConfiguration configuration =
        model.configure(
            model.designShape(), new Hyperparameters(CLASSES, 1, new Adam(1e-3)));
    Extent image = Extent.of(model.designShape());
    session = Device.named("cpu").open(Plan.of(configuration, image), minibatch);
    MultiLayerNetwork initial = new MultiLayerNetwork(configuration);
    initial.init();
    session.write(io.catwalk.models.engine.State.of(initial));
    images =
        Nd4j.rand(DataType.FLOAT, minibatch, image.channels(), image.height(), image.width());
    labels = Nd4j.zeros(DataType.FLOAT, minibatch, CLASSES);
    for (int i = 0; i < minibatch; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    probabilities = Nd4j.create(DataType.FLOAT, minibatch, CLASSES);
  }

  @Benchmark
  public double step() {
    progress = progress.plus(1);
    return session.step(images, labels, progress);
  }

  @Benchmark
  public INDArray output() {
    session.infer(images, probabilities);
    return probabilities;
  }

  @TearDown
  public void close() {
    session.close();
  }
}
