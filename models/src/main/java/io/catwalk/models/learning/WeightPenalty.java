package io.catwalk.models.learning;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Weight decay: weights shrink a little in each step. Biases and normalisation's parameters do not.
 *
 * <p>Unlike Deeplearning4j's own it adds nothing to the loss, so that losses of trainings with and
 * without it compare, as PyTorch has it.
 *
 * @param coefficient at least 0
 * @param decoupled whether weights shrink by learning rate × coefficient of themselves, beside what
 *     the updater does (Loshchilov, Hutter, "Decoupled weight decay regularization", ICLR 2019);
 *     else coefficient × weight is added to the gradient
 */
public record WeightPenalty(
    @JsonProperty("coefficient") double coefficient, @JsonProperty("decoupled") boolean decoupled)
    implements Regularization {

  /** Puts it on the weights of every layer. */
  public void addTo(MultiLayerConfiguration network) {
    for (NeuralNetConfiguration layer : network.getConfs()) {
      if (layer.getLayer() instanceof BaseLayer trained) {
        List<Regularization> all = new ArrayList<>();
        if (trained.getRegularization() != null) {
          all.addAll(trained.getRegularization());
        }
        all.add(this);
        trained.setRegularization(all);
      }
    }
  }

  @Override
  public ApplyStep applyStep() {
    return decoupled ? ApplyStep.POST_UPDATER : ApplyStep.BEFORE_UPDATER;
  }

  @Override
  public void apply(INDArray weights, INDArray gradient, double rate, int iteration, int epoch) {
    double share = decoupled ? coefficient * rate : coefficient;
    Nd4j.exec(new Axpy(weights, gradient, gradient, share));
  }

  @Override
  public double score(INDArray weights, int iteration, int epoch) {
    return 0;
  }

  @Override
  public WeightPenalty clone() {
    return this;
  }
}
