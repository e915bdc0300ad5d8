package io.catwalk.models.engine;

import io.catwalk.models.engine.Parameter.Kind;
import io.catwalk.models.learning.WeightPenalty;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Where DL4J lays a network's parameters and the state of their updaters. */
final class ParameterLayout {

  private final List<Parameter> parameters = new ArrayList<>();
  private final List<UpdaterBlock> blocks = new ArrayList<>();
  private String prefix = "";

  /** Parameters of a batch normalisation, in part as indexes. */
  record Norm(Operation.Scale scale, int mean, int variance) {}

  List<Parameter> all() {
    return parameters;
  }

  List<UpdaterBlock> updaters() {
    return blocks;
  }

  /** What the names of the next parameters begin with: the place of a layer within a block. */
  void within(String prefix) {
    this.prefix = prefix;
  }

  /** Index of the parameter. */
  int weights(int layer, Layer configuration, List<Integer> shape) {
    return add(layer, configuration, DefaultParamInitializer.WEIGHT_KEY, Kind.WEIGHT, shape);
  }

  /** Index of the parameter. */
  int bias(int layer, Layer configuration, int out) {
    return add(layer, configuration, DefaultParamInitializer.BIAS_KEY, Kind.BIAS, List.of(out));
  }

  Norm norm(int layer, BatchNormalization norm, int channels) {
    List<Integer> shape = List.of(channels);
    Operation.Scale scale;
    if (norm.isLockGammaBeta()) {
      scale = Operation.Scale.fixed(norm.getGamma(), norm.getBeta());
    } else {
      int gamma = add(layer, norm, BatchNormalizationParamInitializer.GAMMA, Kind.GAMMA, shape);
      int beta = add(layer, norm, BatchNormalizationParamInitializer.BETA, Kind.BETA, shape);
      scale = Operation.Scale.trained(gamma, beta);
    }
    int mean =
        add(layer, norm, BatchNormalizationParamInitializer.GLOBAL_MEAN, Kind.RUNNING_MEAN, shape);
    int variance =
        norm.isUseLogStd()
            ? add(
                layer,
                norm,
                BatchNormalizationParamInitializer.GLOBAL_LOG_STD,
                Kind.RUNNING_LOG_DEVIATION,
                shape)
            : add(
                layer,
                norm,
                BatchNormalizationParamInitializer.GLOBAL_VAR,
                Kind.RUNNING_VARIANCE,
                shape);
    return new Norm(scale, mean, variance);
  }

  private int add(int layer, Layer configuration, String name, Kind kind, List<Integer> shape) {
    long offset = parameters.isEmpty() ? 0 : parameters.get(parameters.size() - 1).end();
    WeightPenalty penalty = penalty(layer, configuration, name);
    Parameter parameter = new Parameter(layer, prefix + name, kind, offset, shape, penalty);
    parameters.add(parameter);
    extend(layer, configuration, configuration.getUpdaterByParam(name), parameter);
    return parameters.size() - 1;
  }

  private static WeightPenalty penalty(int layer, Layer configuration, String name) {
    List<Regularization> all = configuration.getRegularizationByParam(name);
    if (all == null || all.isEmpty()) {
      return new WeightPenalty(0, false);
    }
    if (all.size() == 1 && all.get(0) instanceof WeightPenalty ours) {
      return ours;
    }
    throw new UnsupportedNetworkException(
        layer, configuration, "expected one WeightPenalty at most, found " + all);
  }

  /** Neighbours with equal updaters are one block, as DL4J has it. */
  private void extend(int layer, Layer configuration, IUpdater updater, Parameter parameter) {
    UpdaterBlock.Rule rule = rule(layer, configuration, updater);
    if (rule == UpdaterBlock.Rule.NONE && !parameter.kind().isStatistic()) {
      throw new UnsupportedNetworkException(
          layer, configuration, "expected an updater for its parameter " + parameter.name());
    }
    long length = parameter.length();
    long state = length == 0 ? 0 : updater.stateSize(length);
    int last = blocks.size() - 1;
    if (last >= 0 && blocks.get(last).updater().equals(updater)) {
      UpdaterBlock block = blocks.get(last);
      blocks.set(
          last,
          new UpdaterBlock(
              block.offset(),
              block.length() + length,
              block.stateOffset(),
              block.stateLength() + state,
              rule,
              block.updater()));
      return;
    }
    long stateOffset =
        last < 0 ? 0 : blocks.get(last).stateOffset() + blocks.get(last).stateLength();
    blocks.add(
        new UpdaterBlock(parameter.offset(), length, stateOffset, state, rule, updater.clone()));
  }

  private static UpdaterBlock.Rule rule(int layer, Layer configuration, IUpdater updater) {
    if (updater instanceof Adam) {
      return UpdaterBlock.Rule.ADAM;
    }
    if (updater instanceof Nesterovs) {
      return UpdaterBlock.Rule.NESTEROVS;
    }
    if (updater instanceof RmsProp) {
      return UpdaterBlock.Rule.RMSPROP;
    }
    if (updater instanceof Sgd) {
      return UpdaterBlock.Rule.SGD;
    }
    if (updater instanceof NoOp) {
      return UpdaterBlock.Rule.NONE;
    }
    throw new UnsupportedNetworkException(
        layer,
        configuration,
        "expected an updater of Sgd, Nesterovs, Adam and RmsProp, found " + updater);
  }
}
