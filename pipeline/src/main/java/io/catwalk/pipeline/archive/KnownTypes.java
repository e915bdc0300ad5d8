package io.catwalk.pipeline.archive;

import io.catwalk.models.layers.Residual;
import io.catwalk.models.learning.LearningRate;
import io.catwalk.models.learning.RateCurve;
import io.catwalk.models.learning.WeightPenalty;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.weights.WeightInitNormal;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import org.deeplearning4j.nn.weights.WeightInitUniform;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * The classes that a stored network may be made of: what Catwalk's networks, updaters and schedules
 * consist of. Jackson would make an object of any class that a file names, as long as it fits its
 * place.
 */
final class KnownTypes {

  private static final Set<String> NAMES =
      Stream.of(
              layers(),
              Stream.of(CnnToFeedForwardPreProcessor.class, FeedForwardToCnnPreProcessor.class),
              activations(),
              Stream.of(LossMCXENT.class, Dropout.class, WeightPenalty.class),
              Stream.of(
                  WeightInitRelu.class,
                  WeightInitXavier.class,
                  WeightInitNormal.class,
                  WeightInitUniform.class),
              Stream.of(Sgd.class, Nesterovs.class, Adam.class, RmsProp.class, NoOp.class),
              Stream.of(LearningRate.class),
              Stream.of(RateCurve.class.getDeclaredClasses()))
          .flatMap(types -> types)
          .map(Class::getName)
          .collect(Collectors.toUnmodifiableSet());

  private KnownTypes() {}

  private static Stream<Class<?>> layers() {
    return Stream.of(
        ConvolutionLayer.class,
        SubsamplingLayer.class,
        BatchNormalization.class,
        GlobalPoolingLayer.class,
        ActivationLayer.class,
        DropoutLayer.class,
        DenseLayer.class,
        OutputLayer.class,
        Residual.class);
  }

  private static Stream<Class<?>> activations() {
    return Stream.of(
        ActivationIdentity.class,
        ActivationReLU.class,
        ActivationLReLU.class,
        ActivationELU.class,
        ActivationTanH.class,
        ActivationRationalTanh.class,
        ActivationSigmoid.class,
        ActivationGELU.class,
        ActivationSwish.class,
        ActivationSoftmax.class);
  }

  /** Whether a network may name this class. */
  static boolean contains(String name) {
    return NAMES.contains(name);
  }
}
