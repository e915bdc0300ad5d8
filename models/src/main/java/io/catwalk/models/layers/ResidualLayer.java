package io.catwalk.models.layers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@link Residual} at work by Deeplearning4j's own layers. */
final class ResidualLayer extends BaseLayer<Residual> {

  private static final long serialVersionUID = 1L;

  private final List<Layer> layers = new ArrayList<>();
  private final List<Layer> shortcut = new ArrayList<>();

  /** Of the last activation: what the function was applied to. */
  private transient INDArray sum;

  /** What Deeplearning4j makes a layer of. */
  record Origin(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      boolean initialise,
      DataType dataType) {}

  ResidualLayer(Origin origin, INDArray parameters) {
    super(origin.conf(), origin.dataType());
    List<Residual.Part> parts = layerConf().parts();
    List<INDArray> slices = ResidualParameters.slices(parts, parameters);
    for (int i = 0; i < parts.size(); i++) {
      Layer layer =
          parts
              .get(i)
              .layer()
              .instantiate(
                  ResidualParameters.of(origin.conf(), parts.get(i).layer()),
                  origin.listeners(),
                  origin.index(),
                  slices.get(i),
                  origin.initialise(),
                  origin.dataType());
      List<Layer> path = i < layerConf().getLayers().size() ? layers : shortcut;
      // Both paths read the input.
      layer.allowInputModification(!path.isEmpty());
      path.add(layer);
    }
  }

  private List<Layer> all() {
    List<Layer> all = new ArrayList<>(layers);
    all.addAll(shortcut);
    return all;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    super.setBackpropGradientsViewArray(gradients);
    List<Residual.Part> parts = layerConf().parts();
    List<INDArray> slices = ResidualParameters.slices(parts, gradients);
    List<Layer> all = all();
    for (int i = 0; i < all.size(); i++) {
      if (ResidualParameters.length(parts.get(i)) > 0) {
        all.get(i).setBackpropGradientsViewArray(slices.get(i));
      }
    }
  }

  /** Running statistics are no gradients that a minibatch divides. */
  @Override
  public boolean updaterDivideByMinibatch(String parameter) {
    List<Residual.Part> parts = layerConf().parts();
    for (int i = 0; i < parts.size(); i++) {
      String prefix = parts.get(i).prefix();
      if (parameter.startsWith(prefix)) {
        return all().get(i).updaterDivideByMinibatch(parameter.substring(prefix.length()));
      }
    }
    throw new IllegalArgumentException("a residual block has no " + parameter);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaces);
    INDArray main = activate(layers, training, workspaces);
    INDArray side = activate(shortcut, training, workspaces);
    sum = workspaces.dup(ArrayType.ACTIVATIONS, main).addi(side);
    return layerConf()
        .getActivationFn()
        .getActivation(workspaces.dup(ArrayType.ACTIVATIONS, sum), training);
  }

  private INDArray activate(List<Layer> path, boolean training, LayerWorkspaceMgr workspaces) {
    INDArray values = input;
    for (Layer layer : path) {
      if (training) {
        values = layer.activate(values, true, workspaces);
      } else {
        // Deeplearning4j's activations then work in place: on a copy of what backward asks for.
        INDArray before = values;
        values = layer.activate(workspaces.dup(ArrayType.ACTIVATIONS, before), false, workspaces);
        layer.setInput(before, workspaces);
      }
    }
    return values;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray atResult, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray before = workspaces.dup(ArrayType.ACTIVATION_GRAD, sum);
    INDArray atSum = layerConf().getActivationFn().backprop(before, atResult).getFirst();
    Gradient gradient = new DefaultGradient();
    INDArray main = backward(layers, 0, atSum, gradient, workspaces);
    INDArray side = backward(shortcut, layers.size(), atSum, gradient, workspaces);
    INDArray atInput = workspaces.dup(ArrayType.ACTIVATION_GRAD, main).addi(side);
    return new Pair<>(gradient, backpropDropOutIfPresent(atInput));
  }

  /**
   * @param first place of the path's first layer among the parts
   */
  private INDArray backward(
      List<Layer> path, int first, INDArray at, Gradient all, LayerWorkspaceMgr workspaces) {
    List<Residual.Part> parts = layerConf().parts();
    // Layers may change what they are given, and both paths are given the same.
    INDArray gradient = workspaces.dup(ArrayType.ACTIVATION_GRAD, at);
    for (int i = path.size() - 1; i >= 0; i--) {
      Pair<Gradient, INDArray> found = path.get(i).backpropGradient(gradient, workspaces);
      String prefix = parts.get(first + i).prefix();
      if (found.getFirst() != null) {
        found
            .getFirst()
            .gradientForVariable()
            .forEach((key, array) -> all.setGradientFor(prefix + key, array));
      }
      gradient = found.getSecond();
    }
    return gradient;
  }

  @Override
  public void clear() {
    super.clear();
    sum = null;
    all().forEach(Layer::clear);
  }

  @Override
  public void clearNoiseWeightParams() {
    all().forEach(Layer::clearNoiseWeightParams);
  }
}
