package io.catwalk.models.engine;

import static io.catwalk.models.blocks.ActivationFunction.IDENTITY;
import static io.catwalk.models.blocks.ActivationFunction.RELU;

import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.ActivationBlock;
import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DenseBlock;
import io.catwalk.models.blocks.DropoutBlock;
import io.catwalk.models.blocks.MeanBlock;
import io.catwalk.models.blocks.NormBlock;
import io.catwalk.models.blocks.PoolBlock;
import io.catwalk.models.blocks.ResidualBlock;
import io.catwalk.models.blocks.ResidualBlock.Shortcut;
import io.catwalk.models.layers.Convolution;
import io.catwalk.models.layers.Layers;
import io.catwalk.models.learning.Clipping;
import io.catwalk.models.learning.LearningRate;
import io.catwalk.models.learning.RateCurve;
import io.catwalk.models.learning.WeightPenalty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;

/** Every network, block and updater, at sizes that divide by nothing. */
public final class Samples {

  private Samples() {}

  /** The catalogue's networks, each as small as it takes images. */
  public static List<Sample> networks() {
    List<Sample> all = new ArrayList<>();
    for (ModelDefinition model : ModelCatalog.all()) {
      Sample sample = Sample.of(model);
      all.add(
          switch (model.name()) {
            case "lenet-224" -> sample.on(19, 21, 3);
            case "fashion-cnn", "fashion-dnn" -> sample.on(13, 11, 1);
            case "catwalk-small", "catwalk-resnet" -> sample.on(17, 19, 3);
            case "resnet18" -> sample.on(33, 35, 3);
            default -> sample;
          });
    }
    return all;
  }

  /** One of the catalogue's networks, for images of the size that it was made for. */
  public static Sample network(String name) {
    return Sample.of(ModelCatalog.get(name));
  }

  /** Blocks in small networks. */
  public static List<Sample> blocks() {
    List<Sample> all = new ArrayList<>();
    for (ActivationFunction function : ActivationFunction.values()) {
      all.add(
          Sample.of(
              "functions " + function,
              ConvBlock.of(5, 3).with(function),
              new NormBlock(function),
              new ActivationBlock(function),
              new DenseBlock(17, function)));
    }
    all.add(
        Sample.of(
            "strides and padding",
            ConvBlock.of(17, 3).withStride(2).withPadding(1).withoutBias(),
            ConvBlock.of(5, 2).withPadding(1).with(RELU),
            PoolBlock.average(2),
            new DenseBlock(7, IDENTITY)));
    all.add(
        Sample.of(
            "overlapping pools",
            ConvBlock.of(5, 2).with(RELU),
            new PoolBlock(PoolBlock.Kind.MAX, 3, 2),
            new PoolBlock(PoolBlock.Kind.AVERAGE, 2, 1),
            NormBlock.relu(),
            new MeanBlock()));
    all.add(
        Sample.of(
            "norms",
            NormBlock.relu(),
            PoolBlock.max(2),
            ConvBlock.of(16, 3).withPadding(1).withoutBias(),
            NormBlock.relu(),
            PoolBlock.max(2),
            new MeanBlock(),
            new NormBlock(IDENTITY),
            DenseBlock.relu(9),
            new NormBlock(RELU)));
    all.add(
        Sample.of(
            "dropout",
            ConvBlock.of(5, 2),
            new DropoutBlock(0.3),
            DenseBlock.relu(9),
            new DropoutBlock(0.5)));
    all.add(
        Sample.of(
            "padded pools",
            ConvBlock.of(6, 3).withoutBias(),
            NormBlock.relu(),
            new PoolBlock(PoolBlock.Kind.MAX, 3, 2, 1),
            new PoolBlock(PoolBlock.Kind.AVERAGE, 3, 2, 1),
            new MeanBlock()));
    all.addAll(residuals());
    all.add(Sample.of("output alone"));
    all.add(own("same mode and dilation", sameAndDilated()));
    all.add(own("locked norms", locked()));
    return all;
  }

  private static List<Sample> residuals() {
    ConvBlock five = ConvBlock.of(5, 3).withPadding(1);
    ConvBlock half = ConvBlock.of(7, 3).withPadding(1).withStride(2).withoutBias();
    NormBlock norm = new NormBlock(IDENTITY);
    return List.of(
        Sample.of(
            "residual blocks",
            five.withoutBias(),
            NormBlock.relu(),
            ResidualBlock.relu(
                Shortcut.IDENTITY, five.withoutBias(), NormBlock.relu(), five.withoutBias(), norm),
            ResidualBlock.relu(
                Shortcut.CONV,
                half,
                NormBlock.relu(),
                ConvBlock.of(7, 3).withPadding(1).withoutBias(),
                norm),
            new MeanBlock()),
        // Of the image itself, which has no gradient, then one behind the other.
        Sample.of(
            "residual blocks first",
            ResidualBlock.relu(Shortcut.IDENTITY, ConvBlock.of(3, 3).withPadding(1).with(RELU)),
            new ResidualBlock(List.of(five), Shortcut.CONV, IDENTITY),
            new ActivationBlock(ActivationFunction.TANH),
            DenseBlock.relu(9)),
        Sample.of(
            "residual blocks before activation",
            five.with(RELU),
            PoolBlock.max(2),
            new ResidualBlock(
                List.of(NormBlock.relu(), five, new DropoutBlock(0.3), NormBlock.relu(), five),
                Shortcut.IDENTITY,
                IDENTITY),
            new ResidualBlock(
                List.of(new ActivationBlock(RELU), five.withoutBias(), norm),
                Shortcut.CONV,
                ActivationFunction.SWISH),
            NormBlock.relu(),
            new MeanBlock()),
        // A function that gives back by what goes in, and sums of what others hold as well.
        Sample.of(
            "residual blocks of other functions",
            five.with(RELU),
            new ResidualBlock(
                List.of(PoolBlock.average(1), new ActivationBlock(ActivationFunction.GELU)),
                Shortcut.IDENTITY,
                ActivationFunction.SCALED_TANH),
            new ResidualBlock(
                List.of(new DropoutBlock(0.4)), Shortcut.IDENTITY, ActivationFunction.ELU),
            new ResidualBlock(
                List.of(ConvBlock.of(4, 2).withPadding(0).withStride(2), PoolBlock.max(2)),
                Shortcut.AVERAGE_CONV,
                RELU),
            new DenseBlock(7, IDENTITY)));
  }

  private static Sample own(String name, List<Layer> layers) {
    Sample sample = Sample.of(name);
    Sample.Maker maker =
        (image, classes, updater) -> {
          List<Layer> all = new ArrayList<>(layers);
          all.add(Layers.output(classes));
          return Sample.configuration(
              all,
              updater,
              InputType.convolutional(image.height(), image.width(), image.channels()));
        };
    return new Sample(
        name,
        maker,
        sample.image(),
        sample.classes(),
        sample.updater(),
        sample.change(),
        sample.clipping());
  }

  private static List<Layer> sameAndDilated() {
    List<Layer> layers = new ArrayList<>();
    layers.add(
        Layers.convolution(
            Convolution.of(5, 4)
                .withStride(2)
                .withSamePadding()
                .withActivation(Activation.LEAKYRELU)));
    layers.add(Layers.convolution(Convolution.of(6, 2).withDilation(2)));
    for (PoolingType type : List.of(PoolingType.MAX, PoolingType.AVG)) {
      layers.add(
          new SubsamplingLayer.Builder(type)
              .kernelSize(2, 2)
              .stride(1, 1)
              .convolutionMode(ConvolutionMode.Same)
              .build());
    }
    return layers;
  }

  private static List<Layer> locked() {
    return List.of(
        new BatchNormalization.Builder()
            .lockGammaBeta(true)
            .gamma(1)
            .beta(0)
            .eps(1e-3)
            .decay(0.8)
            .useLogStd(false)
            .build(),
        new BatchNormalization.Builder().useLogStd(false).build());
  }

  /** Updaters, penalties, schedules and clipping, on a network that has all kinds of parameters. */
  public static List<Sample> learning() {
    Sample network =
        Sample.of(
            "network",
            ConvBlock.of(5, 3).withoutBias(),
            NormBlock.relu(),
            PoolBlock.max(2),
            DenseBlock.relu(9));
    LearningRate schedule = new LearningRate(0.01, false, 3, new RateCurve.Cosine(15, 0.1));
    return Arrays.asList(
        network.named("sgd"),
        network.with(new Nesterovs(0.05, 0.9)).named("nesterovs"),
        network.with(new Adam(1e-2)).named("adam"),
        network.with(new RmsProp(1e-3)).named("rmsprop"),
        network.with(new Adam(schedule)).named("adam, schedule"),
        network.with(new Adam(1e-2)).with(penalty(0.05, true)).named("adamw"),
        network.with(penalty(0.05, false)).named("penalty"),
        network
            .with(new Nesterovs(0.05, 0.9))
            .with(penalty(0.1, true))
            .named("nesterovs, decoupled"),
        network.with(new Clipping(0.3, 0)).named("clip norm"),
        network.with(new Clipping(0, 0.01)).named("clip value"),
        network.with(new Adam(1e-2)).with(new Clipping(0.1, 0.02)).named("clip both"));
  }

  private static Consumer<MultiLayerConfiguration> penalty(double coefficient, boolean decoupled) {
    return network -> new WeightPenalty(coefficient, decoupled).addTo(network);
  }

  public static List<Sample> all() {
    List<Sample> all = new ArrayList<>(networks());
    all.addAll(blocks());
    all.addAll(learning());
    return all;
  }
}
