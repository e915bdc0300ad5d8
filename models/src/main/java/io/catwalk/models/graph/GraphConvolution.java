package io.catwalk.models.graph;

import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph convolution (T. Kipf, M. Welling, "Semi-supervised classification with graph
 * convolutional networks", ICLR 2017): H' = f(Â·H·W + b) with the {@linkplain
 * Graph#normalisedAdjacency() normalised adjacency} Â. A minibatch is the whole graph: H is [nodes,
 * in], the result [nodes, out], the parameters are those of a dense layer.
 */
public class GraphConvolution extends FeedForwardLayer {

  private static final long serialVersionUID = 1L;

  private double[][] adjacency;

  /** For deserialisation. */
  public GraphConvolution() {}

  private GraphConvolution(Builder builder) {
    super(builder);
    this.adjacency = builder.adjacency;
    initializeConstraints(builder);
  }

  /**
   * A layer for the nodes of a graph.
   *
   * @param out values of each node, at least 1
   */
  public static GraphConvolution of(Graph graph, int out, Activation activation) {
    return new Builder(graph).nOut(out).activation(activation).build();
  }

  /** [nodes][nodes]. */
  public double[][] getAdjacency() {
    return adjacency;
  }

  public void setAdjacency(double[][] adjacency) {
    this.adjacency = adjacency;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parametersView,
      boolean initializeParameters,
      DataType dataType) {
    LayerValidation.assertNInNOutSet(
        "GraphConvolution", getLayerName(), layerIndex, getNIn(), getNOut());
    GraphConvolutionLayer layer = new GraphConvolutionLayer(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parametersView);
    layer.setParamTable(initializer().init(conf, parametersView, initializeParameters));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return DefaultParamInitializer.getInstance();
  }

  /** Parameters and two results of each node: H·W and Â·H·W. */
  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = getNIn() * getNOut() + getNOut();
    long updater = getIUpdater().stateSize(parameters);
    return new LayerMemoryReport.Builder(
            getLayerName(), GraphConvolution.class, inputType, getOutputType(-1, inputType))
        .standardMemory(parameters, updater)
        .workingMemory(0, getNOut(), 0, getNOut())
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GraphConvolution convolution
        && super.equals(other)
        && Arrays.deepEquals(adjacency, convolution.adjacency);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof GraphConvolution;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Arrays.deepHashCode(adjacency);
  }

  /** All of Deeplearning4j's usual settings. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {

    private final double[][] adjacency;

    public Builder(Graph graph) {
      this.adjacency = graph.normalisedAdjacency();
    }

    @Override
    @SuppressWarnings("unchecked")
    public GraphConvolution build() {
      return new GraphConvolution(this);
    }
  }
}
