package io.catwalk.pipeline.train.data;

import io.catwalk.models.learning.Clipping;
import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.LearningConfig.RegularisationConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;

/**
 * How a training makes minibatches of examples and steps of gradients.
 *
 * @param augment how images are changed at random
 * @param workers that examples were dealt to
 * @param labelSmoothing share of each target that is spread over all classes, 0 to below 1
 * @param classWeights what an example counts in loss and gradient, by its class; empty: all the
 *     same
 * @param balanced whether all classes come equally often
 * @param clipping of gradients
 * @param compute what computes steps
 */
public record Recipe(
    AugmentConfig augment,
    int workers,
    double labelSmoothing,
    List<Double> classWeights,
    boolean balanced,
    Clipping clipping,
    ComputeConfig compute)
    implements Serializable {

  /** Examples as they are, gradients as they come, by the engine. */
  public static final Recipe PLAIN = plain(ComputeConfig.ENGINE);

  /** Examples as they are, gradients as they come. */
  public static Recipe plain(ComputeConfig compute) {
    return new Recipe(AugmentConfig.OFF, 1, 0, List.of(), false, Clipping.NONE, compute);
  }

  /** Examples as they are, one after the other, to be scored. */
  public static Recipe scoring(TrainingConfig config) {
    // Clipped as in training, which changes no output: the same engine serves both.
    return new Recipe(
        AugmentConfig.OFF, 1, 0, List.of(), false, clipping(config), config.compute());
  }

  /** By the engine. */
  public Recipe(
      AugmentConfig augment,
      int workers,
      double labelSmoothing,
      List<Double> classWeights,
      boolean balanced,
      Clipping clipping) {
    this(augment, workers, labelSmoothing, classWeights, balanced, clipping, ComputeConfig.ENGINE);
  }

  public Recipe {
    classWeights = List.copyOf(classWeights);
  }

  /**
   * @param counts of training examples, a class
   */
  public static Recipe of(TrainingConfig config, Collection<Long> counts) {
    RegularisationConfig regularisation = config.learning().regularisation();
    LearningConfig.Balance balance = config.learning().balance();
    return new Recipe(
        config.learning().augment(),
        config.workers(),
        regularisation.labelSmoothing(),
        balance == LearningConfig.Balance.WEIGHTS ? weights(counts) : List.of(),
        balance == LearningConfig.Balance.SAMPLING,
        clipping(config),
        config.compute());
  }

  private static Clipping clipping(TrainingConfig config) {
    RegularisationConfig regularisation = config.learning().regularisation();
    return new Clipping(regularisation.clipNorm(), regularisation.clipValue());
  }

  /** Examples / (classes × examples of the class), so that their mean over all examples is 1. */
  private static List<Double> weights(Collection<Long> counts) {
    double all = counts.stream().mapToLong(Long::longValue).sum();
    long seen = counts.stream().filter(count -> count > 0).count();
    return counts.stream().map(count -> count == 0 ? 0 : all / (seen * count)).toList();
  }
}
