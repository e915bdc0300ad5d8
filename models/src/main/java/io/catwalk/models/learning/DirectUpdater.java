package io.catwalk.models.learning;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's updater, told that the gradient is the network's own.
 *
 * <p>{@link MultiLayerUpdater} compares the gradient with the network's gradient view by identity,
 * is always given a reshaped copy of the view, and so takes every gradient for one from elsewhere:
 * it makes new views of all parameters twice a step. The numbers are the same either way.
 */
public final class DirectUpdater extends MultiLayerUpdater {

  private final boolean normalising;
  private Clipping clipping = Clipping.NONE;
  private List<INDArray> gradientParts;

  private DirectUpdater(MultiLayerNetwork network, INDArray state) {
    super(network, state);
    normalising = Arrays.stream(getOrderedLayers()).anyMatch(DirectUpdater::isNormalised);
  }

  private static boolean isNormalised(Trainable layer) {
    if (layer.getConfig() == null) {
      return false;
    }
    GradientNormalization normalisation = layer.getConfig().getGradientNormalization();
    return normalisation != null && normalisation != GradientNormalization.None;
  }

  /** Gives the network this updater, which takes over the state of the one that it has. */
  public static void install(MultiLayerNetwork network) {
    INDArray state = network.getUpdater().getStateViewArray();
    network.setUpdater(new DirectUpdater(network, state));
  }

  /**
   * Clips all gradients of a network from now on.
   *
   * @param network that has this updater
   */
  public static void clip(MultiLayerNetwork network, Clipping clipping) {
    ((DirectUpdater) network.getUpdater()).clipping = clipping;
  }

  /** Once it is a mean: batch normalisation's statistics, which travel with it, are left out. */
  @Override
  protected void divideByMinibatch(boolean isExternal, Gradient gradient, int minibatch) {
    super.divideByMinibatch(isExternal, gradient, minibatch);
    if (clipping.equals(Clipping.NONE)) {
      return;
    }
    if (isExternal) {
      clipping.apply(getMinibatchDivisionSubsets(gradient.gradient()));
      return;
    }
    if (gradientParts == null) {
      gradientParts = getMinibatchDivisionSubsets(getFlattenedGradientsView());
    }
    clipping.apply(gradientParts);
  }

  @Override
  public synchronized void update(
      Gradient gradient, int iteration, int epoch, int minibatch, LayerWorkspaceMgr workspaces) {
    INDArray own = getFlattenedGradientsView();
    INDArray given = gradient.gradient();
    boolean isOwn =
        given.length() == own.length() && given.data().address() == own.data().address();
    Gradient direct = isOwn ? new OwnGradient(gradient, own, normalising) : gradient;
    super.update(direct, iteration, epoch, minibatch, workspaces);
  }

  /** The same gradient, as the array that the updater knows. */
  private static final class OwnGradient implements Gradient {

    private static final long serialVersionUID = 1L;

    private final Gradient gradient;
    private final transient INDArray view;
    private final boolean byVariable;

    OwnGradient(Gradient gradient, INDArray view, boolean byVariable) {
      this.gradient = gradient;
      this.view = view;
      this.byVariable = byVariable;
    }

    /** Asked for by the updater to sort gradients by layer, which only normalisation needs. */
    @Override
    public Map<String, INDArray> gradientForVariable() {
      return byVariable ? gradient.gradientForVariable() : Map.of();
    }

    @Override
    public INDArray gradient(List<String> order) {
      return gradient.gradient(order);
    }

    @Override
    public INDArray gradient() {
      return view;
    }

    @Override
    public void clear() {
      gradient.clear();
    }

    @Override
    public INDArray getGradientFor(String variable) {
      return gradient.getGradientFor(variable);
    }

    @Override
    public INDArray setGradientFor(String variable, INDArray newGradient) {
      return gradient.setGradientFor(variable, newGradient);
    }

    @Override
    public INDArray setGradientFor(String variable, INDArray newGradient, Character order) {
      return gradient.setGradientFor(variable, newGradient, order);
    }

    @Override
    public Character flatteningOrderForVariable(String variable) {
      return gradient.flatteningOrderForVariable(variable);
    }
  }
}
