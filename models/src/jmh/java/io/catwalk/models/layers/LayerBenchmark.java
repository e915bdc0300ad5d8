package io.catwalk.models.layers;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
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
 * What each layer costs by itself, native and stock, forward and forward with backward, in
 * milliseconds a minibatch of 64 on one thread.
 *
 * <pre>{@code
 * mvn -Pbench -pl models test-compile exec:exec                              # all, 15 minutes
 * mvn -Pbench -pl models test-compile exec:exec -Dbench='-p block=dense'     # one, JMH's own options
 * }</pre>
 *
 * The arrays live in workspaces as they do in training. The gradient with respect to the layer's
 * input is computed except for {@code firstConvolution}, which stands first in its network.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LayerBenchmark {

  private static final int MINIBATCH = 64;
  private static final String WORKSPACE = "LAYER_BENCHMARK";
  private static final WorkspaceConfiguration SETTINGS =
      WorkspaceConfiguration.builder()
          .policyAllocation(AllocationPolicy.STRICT)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .build();

  /** LeNet-5's layers, and the book's convolutional network's where LeNet-5 has none. */
  public enum Block {
    FIRST_CONVOLUTION(InputType.convolutional(32, 32, 1)) {
      @Override
      List<Layer> layers(LayerKit kit) {
        return kit.convolution(Convolution.of(6, 5));
      }
    },
    CONVOLUTION(InputType.convolutional(14, 14, 6)) {
      @Override
      List<Layer> layers(LayerKit kit) {
        return kit.convolution(Convolution.of(16, 5));
      }
    },
    CONVOLUTION_RELU_POOL(InputType.convolutional(14, 14, 6)) {
      @Override
      List<Layer> layers(LayerKit kit) {
        return kit.convolutionReluMaxPool(Convolution.of(16, 5), 2, 2);
      }
    },
    MAX_POOL(InputType.convolutional(28, 28, 6)) {
      @Override
      List<Layer> layers(LayerKit kit) {
        return kit.maxPool(2, 2);
      }
    },
    AVERAGE_POOL(InputType.convolutional(28, 28, 6)) {
      @Override
      List<Layer> layers(LayerKit kit) {
        return kit.averagePool(2, 2);
      }
    },
    BATCH_NORM_RELU_POOL(InputType.convolutional(28, 28, 32)) {
      @Override
      List<Layer> layers(LayerKit kit) {
        return kit.batchNormReluMaxPool(2, 2);
      }
    },
    DENSE(InputType.feedForward(400)) {
      @Override
      List<Layer> layers(LayerKit kit) {
        return kit.dense(120, Activation.RELU);
      }
    },
    OUTPUT(InputType.feedForward(84)) {
      @Override
      List<Layer> layers(LayerKit kit) {
        return kit.output(CLASSES);
      }
    };

    private static final int CLASSES = 10;

    private final InputType input;

    Block(InputType input) {
      this.input = input;
    }

    abstract List<Layer> layers(LayerKit kit);
  }

  @Param private Block block;

  @Param({"native", "stock"})
  private String kit;

  private final LayerWorkspaceMgr workspaces =
      LayerWorkspaceMgr.builder().defaultWorkspace(WORKSPACE, SETTINGS).build();

  private MultiLayerNetwork network;
  private INDArray input;
  private INDArray atOutput;
  private INDArray labels;

  /** Builds the block as a network of its own. */
  @Setup
  public void build() {
    network = new MultiLayerNetwork(configuration());
    network.init();
    network.initGradientsView();
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      if (layer.conf().getLayer() instanceof NativeConvolution convolution) {
        convolution.setInputGradient(block != Block.FIRST_CONVOLUTION);
      }
    }
    long[] shape = block.input.getShape(true);
    shape[0] = MINIBATCH;
    input = Nd4j.rand(DataType.FLOAT, shape);
    labels = Nd4j.zeros(DataType.FLOAT, MINIBATCH, Block.CLASSES);
    for (int i = 0; i < MINIBATCH; i++) {
      labels.putScalar(i, i % Block.CLASSES, 1);
    }
    try (MemoryWorkspace open = open()) {
      atOutput = Nd4j.rand(DataType.FLOAT, activate().shape()).subi(0.5).detach();
    }
  }

  private MultiLayerConfiguration configuration() {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd()).list();
    block.layers(LayerKit.named(kit)).forEach(list::layer);
    return list.setInputType(block.input).build();
  }

  /** The forward half of a training step. */
  @Benchmark
  public long forward() {
    try (MemoryWorkspace open = open()) {
      return activate().length();
    }
  }

  /** A training step without the optimiser. */
  @Benchmark
  public int forwardAndBackward() {
    try (MemoryWorkspace open = open()) {
      activate();
      INDArray gradient = atOutput;
      int arrays = 0;
      for (int i = network.getnLayers() - 1; i >= 0; i--) {
        Pair<Gradient, INDArray> back =
            network.getLayer(i).backpropGradient(gradient, workspaces);
        arrays += back.getFirst().gradientForVariable().size();
        gradient = back.getSecond();
      }
      return arrays;
    }
  }

  private INDArray activate() {
    INDArray values = input;
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      if (layer instanceof IOutputLayer output) {
        output.setLabels(labels);
      }
      values = layer.activate(values, true, workspaces);
    }
    return values;
  }

  private static MemoryWorkspace open() {
    return Nd4j.getWorkspaceManager().getAndActivateWorkspace(SETTINGS, WORKSPACE);
  }

  /** Frees the workspace of this thread. */
  @TearDown
  public void close() {
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
  }
}
