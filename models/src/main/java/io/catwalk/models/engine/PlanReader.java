package io.catwalk.models.engine;

import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Plan.Loss;
import io.catwalk.models.layers.Residual;
import io.catwalk.models.learning.Clipping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Reads a network's layers one after the other into the operations of a plan. */
final class PlanReader {

  private final MultiLayerConfiguration network;
  private final LayerRules rules = new LayerRules();
  private final ParameterLayout parameters = new ParameterLayout();
  private final List<Extent> values = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<Integer> layerOutputs = new ArrayList<>();
  private Optional<Loss> loss = Optional.empty();
  private int dropouts;

  /** Index of the value that the next operation reads. */
  private int last;

  /** Of the value in front of the last residual block, which its shortcut reads as well. */
  private int branching = -1;

  PlanReader(MultiLayerConfiguration network, Extent input) {
    this.network = network;
    values.add(input);
  }

  Plan read(Clipping clipping) {
    rules.checkNetwork(network);
    for (int i = 0; i < network.getConfs().size(); i++) {
      rules.checkLayer(i, network.getConf(i));
      rules.checkPreprocessor(i, network);
      read(i, network.getConf(i).getLayer());
      layerOutputs.add(last());
    }
    return new Plan(
        values, operations, loss, parameters.all(), parameters.updaters(), clipping, layerOutputs);
  }

  private void read(int index, Layer layer) {
    if (loss.isPresent()) {
      throw new UnsupportedNetworkException(
          index, layer, "expected nothing behind an output layer");
    }
    rules
        .kept(index, layer)
        .ifPresent(
            kept ->
                operations.add(
                    new Operation.Drop(index, last(), add(current()), dropouts++, kept)));
    if (is(layer, ConvolutionLayer.class)) {
      convolve(index, (ConvolutionLayer) layer);
    } else if (is(layer, SubsamplingLayer.class)) {
      pool(index, (SubsamplingLayer) layer);
    } else if (is(layer, BatchNormalization.class)) {
      normalise(index, (BatchNormalization) layer);
    } else if (is(layer, DenseLayer.class)) {
      DenseLayer dense = (DenseLayer) layer;
      rules.checkNoLayerNorm(index, dense);
      dense(index, layer, (int) dense.getNOut(), dense.hasBias(), rules.function(index, dense));
    } else if (is(layer, OutputLayer.class)) {
      output(index, (OutputLayer) layer);
    } else if (is(layer, ActivationLayer.class)) {
      activate(index, rules.function(index, (ActivationLayer) layer));
    } else if (is(layer, Residual.class)) {
      residual(index, (Residual) layer);
    } else if (is(layer, GlobalPoolingLayer.class)) {
      rules.checkMean(index, (GlobalPoolingLayer) layer, current());
      operations.add(
          new Operation.Mean(index, last(), add(new Extent(current().channels(), 1, 1, true))));
    } else if (!is(layer, DropoutLayer.class)) {
      throw new UnsupportedNetworkException(index, layer, "the engine has no such operation");
    }
  }

  private static boolean is(Layer layer, Class<?> exactly) {
    return layer.getClass() == exactly;
  }

  private void convolve(int index, ConvolutionLayer layer) {
    rules.checkMaps(index, layer, current(), layer.getCnn2dDataFormat());
    Window window =
        Windows.of(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation(),
            layer.getConvolutionMode(),
            current());
    int out = (int) layer.getNOut();
    OptionalInt bias =
        layer.hasBias() ? OptionalInt.of(parameters.bias(index, layer, out)) : OptionalInt.empty();
    int weights =
        parameters.weights(
            index, layer, List.of(out, current().channels(), window.height(), window.width()));
    ActivationFunction function = rules.function(index, layer);
    operations.add(
        new Operation.Convolve(
            index,
            last(),
            add(Windows.output(window, current(), out)),
            window,
            weights,
            bias,
            function));
  }

  private void pool(int index, SubsamplingLayer layer) {
    rules.checkMaps(index, layer, current(), layer.getCnn2dDataFormat());
    rules.checkPooling(index, layer);
    Window window =
        Windows.of(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation(),
            layer.getConvolutionMode(),
            current());
    boolean max = layer.getPoolingType() == PoolingType.MAX;
    pool(index, max ? Operation.Pool.Kind.MAX : Operation.Pool.Kind.AVERAGE, window);
  }

  private void pool(int index, Operation.Pool.Kind kind, Window window) {
    Extent pooled = Windows.output(window, current(), current().channels());
    operations.add(new Operation.Pool(index, last(), add(pooled), kind, window));
  }

  private void normalise(int index, BatchNormalization layer) {
    rules.checkNormalisation(index, layer);
    ParameterLayout.Norm norm = parameters.norm(index, layer, current().channels());
    operations.add(
        new Operation.Normalise(
            index,
            last(),
            add(current()),
            norm.scale(),
            norm.mean(),
            norm.variance(),
            layer.getEps(),
            layer.getDecay(),
            ActivationFunction.IDENTITY));
  }

  private void dense(
      int index, Layer layer, int out, boolean hasBias, ActivationFunction function) {
    int weights = parameters.weights(index, layer, List.of(out, Windows.values(current())));
    OptionalInt bias =
        hasBias ? OptionalInt.of(parameters.bias(index, layer, out)) : OptionalInt.empty();
    operations.add(
        new Operation.Dense(
            index, last(), add(new Extent(out, 1, 1, true)), weights, bias, function));
  }

  private void output(int index, OutputLayer layer) {
    LossMCXENT crossEntropy = rules.crossEntropy(index, layer);
    dense(index, layer, (int) layer.getNOut(), layer.hasBias(), ActivationFunction.IDENTITY);
    loss = Optional.of(new Loss(index, last(), crossEntropy.getSoftmaxClipEps()));
  }

  /** The block's layers, those of its shortcut, and the sum of what both make. */
  private void residual(int index, Residual block) {
    int input = last();
    branching = input;
    int main = input;
    int left = block.getLayers().size();
    for (Residual.Part part : block.parts()) {
      if (left-- == 0) {
        main = last();
        last = input;
      }
      rules.checkSettings(index, part.layer());
      parameters.within(part.prefix());
      read(index, part.layer());
    }
    parameters.within("");
    if (block.getShortcut().isEmpty()) {
      main = last();
      last = input;
    }
    int side = last();
    rules.checkSum(index, block, values.get(main), values.get(side));
    ActivationFunction function = rules.function(index, block);
    operations.add(new Operation.Add(index, main, side, add(values.get(main)), function));
  }

  /** Together with the operation before it, where that has no function yet and can have this. */
  private void activate(int index, ActivationFunction function) {
    int before = operations.size() - 1;
    boolean alone = before < 0 || last() == branching || operations.get(before).output() != last();
    Optional<Operation> both =
        alone ? Optional.empty() : Melting.of(operations.get(before), function);
    if (both.isPresent()) {
      operations.set(before, both.get());
      // A layer of a block gives nothing by itself.
      if (both.get().layer() < layerOutputs.size()) {
        layerOutputs.set(both.get().layer(), -1);
      }
    } else {
      operations.add(new Operation.Activate(index, last(), add(current()), function));
    }
  }

  private Extent current() {
    return values.get(last());
  }

  private int last() {
    return last;
  }

  /** Where the next operation writes; what reads after that reads there. */
  private int add(Extent extent) {
    values.add(extent);
    last = values.size() - 1;
    return last;
  }

  /** An operation and the activation function behind it as one. */
  private static final class Melting {

    private Melting() {}

    /** Empty where the operation has a function already or cannot have this one. */
    static Optional<Operation> of(Operation operation, ActivationFunction function) {
      if (operation instanceof Operation.Convolve it && isFree(it.function())) {
        return Optional.of(
            new Operation.Convolve(
                it.layer(),
                it.input(),
                it.output(),
                it.window(),
                it.weights(),
                it.bias(),
                function));
      }
      if (operation instanceof Operation.Dense it && isFree(it.function())) {
        return Optional.of(
            new Operation.Dense(
                it.layer(), it.input(), it.output(), it.weights(), it.bias(), function));
      }
      if (operation instanceof Operation.Normalise it
          && isFree(it.function())
          && function == ActivationFunction.RELU) {
        return Optional.of(
            new Operation.Normalise(
                it.layer(),
                it.input(),
                it.output(),
                it.scale(),
                it.mean(),
                it.variance(),
                it.epsilon(),
                it.decay(),
                function));
      }
      if (operation instanceof Operation.Add it && isFree(it.function())) {
        return Optional.of(
            new Operation.Add(it.layer(), it.input(), it.shortcut(), it.output(), function));
      }
      return Optional.empty();
    }

    private static boolean isFree(ActivationFunction function) {
      return function == ActivationFunction.IDENTITY;
    }
  }
}
