package io.catwalk.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.blocks.ActivationBlock;
import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.blocks.NormBlock;
import io.catwalk.models.blocks.ResidualBlock;
import io.catwalk.models.layers.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

class PlanTest {

  static Stream<Sample> samples() {
    return Samples.all().stream();
  }

  /** Offsets and lengths by DL4J's own views of a network's flattened parameters. */
  @ParameterizedTest
  @MethodSource("samples")
  void layParametersWhereDl4jHasThem(Sample sample) {
    MultiLayerNetwork network = sample.network();
    Plan plan = sample.plan();

    List<String> expected = new ArrayList<>();
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      layer
          .paramTable()
          .forEach(
              (name, view) ->
                  expected.add(
                      layer.getIndex() + " " + name + " " + view.offset() + " " + view.length()));
    }
    assertThat(plan.parameters())
        .extracting(p -> p.layer() + " " + p.name() + " " + p.offset() + " " + p.length())
        .isEqualTo(expected);
    assertThat(plan.length()).isEqualTo(network.numParams());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void layUpdatersWhereDl4jHasThem(Sample sample) {
    MultiLayerNetwork network = sample.network();
    MultiLayerUpdater updater = (MultiLayerUpdater) network.getUpdater();

    assertThat(sample.plan().updaters())
        .extracting(
            b ->
                List.of(
                    (int) b.offset(),
                    (int) b.end(),
                    (int) b.stateOffset(),
                    (int) (b.stateOffset() + b.stateLength())))
        .isEqualTo(
            updater.getUpdaterBlocks().stream()
                .map(
                    b ->
                        List.of(
                            b.getParamOffsetStart(),
                            b.getParamOffsetEnd(),
                            b.getUpdaterViewOffsetStart(),
                            b.getUpdaterViewOffsetEnd()))
                .toList());
    INDArray state = updater.getStateViewArray();
    assertThat(sample.plan().stateLength()).isEqualTo(state == null ? 0 : state.length());
    List<ParamState> all = new ArrayList<>();
    updater.getUpdaterBlocks().forEach(b -> all.addAll(b.getLayersAndVariablesInBlock()));
    assertThat(all).hasSize(sample.plan().parameters().size());
  }

  @Test
  void meltActivationsIntoWhatIsBeforeThem() {
    Plan plan = Sample.of("norm", ConvBlock.of(3, 3), NormBlock.relu()).plan();

    assertThat(plan.operations().get(1)).isInstanceOf(Operation.Normalise.class);
    assertThat(((Operation.Normalise) plan.operations().get(1)).function())
        .isEqualTo(ActivationFunction.RELU);
    assertThat(plan.layerOutputs()).containsExactly(1, -1, 2, 3);
  }

  /** An activation in front of a block's layers is none of what its shortcut reads. */
  @Test
  void keepWhatAShortcutReads() {
    Plan plan =
        Sample.of(
                "block",
                ConvBlock.of(3, 3),
                new ResidualBlock(
                    List.of(new ActivationBlock(ActivationFunction.RELU), ConvBlock.of(3, 1)),
                    ResidualBlock.Shortcut.IDENTITY,
                    ActivationFunction.IDENTITY),
                new ActivationBlock(ActivationFunction.TANH))
            .plan();

    assertThat(plan.operations())
        .extracting(operation -> operation.getClass().getSimpleName())
        .containsExactly("Convolve", "Activate", "Convolve", "Add", "Dense");
    Operation.Add sum = (Operation.Add) plan.operations().get(3);
    assertThat(sum.inputs()).containsExactly(3, 1);
    assertThat(sum.function()).isEqualTo(ActivationFunction.TANH);
    assertThat(plan.readers(1)).hasSize(2);
    assertThat(plan.layerOutputs()).containsExactly(1, -1, 4, 5);
    assertThat(plan.parameters())
        .extracting(Parameter::name)
        .containsExactly("b", "W", "1.b", "1.W", "W", "b");
  }

  /** Of one layer over a 2@4×4 input. */
  private static Plan planOf(Layer layer) {
    InputType input =
        layer instanceof LSTM ? InputType.recurrent(2) : InputType.convolutional(4, 4, 2);
    return Plan.of(
        Sample.configuration(List.of(layer), new Adam(), input), new Extent(2, 4, 4, false));
  }

  @Test
  void refuseByNameWhatTheyCannotDo() {
    assertThatThrownBy(
            () -> planOf(new DenseLayer.Builder().nOut(3).activation(Activation.MISH).build()))
        .isInstanceOf(UnsupportedNetworkException.class)
        .hasMessageStartingWith("layer 0 (DenseLayer): expected an activation function of");
    assertThatThrownBy(() -> planOf(new DenseLayer.Builder().nOut(3).hasLayerNorm(true).build()))
        .hasMessage("layer 0 (DenseLayer): expected no layer normalisation");
    Layer known = Layers.averagePool(1, 1);
    assertThatThrownBy(() -> planOf(Layers.residual(List.of(known), List.of(), Activation.MISH)))
        .isInstanceOf(UnsupportedNetworkException.class)
        .hasMessageStartingWith("layer 0 (Residual): expected an activation function of");
    Layer unknown = new Upsampling2D.Builder(1).build();
    assertThatThrownBy(() -> planOf(Layers.residual(List.of(unknown), List.of(), Activation.RELU)))
        .hasMessage("layer 0 (Upsampling2D): the engine has no such operation");
    assertThatThrownBy(() -> planOf(new LSTM.Builder().nOut(3).build()))
        .isInstanceOf(UnsupportedNetworkException.class)
        .hasMessageStartingWith("layer 0 (LSTM)");
  }
}
