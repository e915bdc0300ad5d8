package io.catwalk.models.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.LayerSummary;
import io.catwalk.models.zoo.DescribedNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockLayersTest {

  private static final List<Block> ALL_KINDS =
      List.of(
          ConvBlock.of(8, 3).withPadding(1).withoutBias(),
          new NormBlock(ActivationFunction.TANH),
          new PoolBlock(PoolBlock.Kind.AVERAGE, 3, 2),
          ConvBlock.of(12, 3).withStride(2),
          new ActivationBlock(ActivationFunction.ELU),
          new DropoutBlock(0.5),
          new ResidualBlock(
              List.of(new PoolBlock(PoolBlock.Kind.MAX, 3, 1, 1)),
              ResidualBlock.Shortcut.IDENTITY,
              ActivationFunction.GELU),
          ResidualBlock.basic(16, 2),
          new MeanBlock(),
          DenseBlock.relu(7));

  @Test
  void everyKindLeavesWhatDeeplearning4jSays() {
    ImageShape shape = new ImageShape(21, 30, 3);
    List<String> expected =
        List.of(
            "8@21×30", "8@21×30", "8@10×14", "12@4×6", "12@4×6", "12@4×6", "12@4×6", "16@2×3", "16",
            "7");

    assertThat(BlockLayers.outputs(ALL_KINDS, shape))
        .extracting(Extent::toString)
        .isEqualTo(expected);
    assertThat(
            LayerSummary.of(
                    DescribedNetwork.own("mine", shape, ALL_KINDS)
                        .configure(shape, Hyperparameters.forInspection(2)),
                    shape)
                .stream()
                .map(LayerSummary::output)
                .distinct())
        .containsExactly("8@21×30", "8@10×14", "12@4×6", "16@2×3", "16", "7", "2");
  }

  @Test
  void theFirstBlockThatDoesNotFitIsNamedWithItsNumbers() {
    List<Block> blocks =
        List.of(
            ConvBlock.of(4, 5),
            PoolBlock.max(4),
            ConvBlock.of(8, 5).withPadding(1),
            PoolBlock.max(9));

    assertThatThrownBy(() -> BlockLayers.outputs(blocks, new ImageShape(12, 40, 1)))
        .isInstanceOfSatisfying(
            MisfitException.class, misfit -> assertThat(misfit.index()).isEqualTo(2))
        .hasMessage(
            "layer 2 (conv) does not fit: its 5×5 kernel does not fit into the 4@2×9 that come in with a padding of 1");
    assertThatThrownBy(() -> BlockLayers.outputs(blocks, new ImageShape(28, 28, 1)))
        .hasMessage(
            "layer 3 (pool) does not fit: its 9×9 windows do not fit into the 8@4×4 that come in");
  }

  @Test
  void aResidualBlockWhoseShortcutMakesOtherMapsDoesNotFit() {
    Block halving = ConvBlock.of(3, 3).withPadding(1).withStride(2);
    ImageShape image = new ImageShape(12, 13, 3);

    assertThatThrownBy(
            () ->
                BlockLayers.outputs(
                    List.of(ResidualBlock.relu(ResidualBlock.Shortcut.IDENTITY, halving)), image))
        .hasMessage(
            "layer 0 (residual) does not fit: its layers make 3@6×7 of the 3@12×13 that come in, its shortcut 3@12×13; shortcut = conv makes what they make");
    assertThatThrownBy(
            () ->
                BlockLayers.outputs(
                    List.of(ResidualBlock.relu(ResidualBlock.Shortcut.AVERAGE_CONV, halving)),
                    image))
        .hasMessageEndingWith("of the 3@12×13 that come in, its shortcut 3@6×6");
    assertThatThrownBy(
            () ->
                BlockLayers.outputs(
                    List.of(
                        ResidualBlock.relu(ResidualBlock.Shortcut.CONV, halving, PoolBlock.max(9))),
                    image))
        .hasMessage(
            "layer 0 (residual) does not fit: its layer 1 (pool): its 9×9 windows do not fit into the 3@6×7 that come in");
    assertThatThrownBy(() -> ResidualBlock.relu(ResidualBlock.Shortcut.CONV, DenseBlock.relu(3)))
        .hasMessageEndingWith("in a residual block, found dense");
    assertThatThrownBy(() -> ResidualBlock.relu(ResidualBlock.Shortcut.CONV, NormBlock.relu()))
        .hasMessageStartingWith("expected a convolution among the layers");
    assertThatThrownBy(() -> ResidualBlock.relu(ResidualBlock.Shortcut.IDENTITY))
        .hasMessage("expected at least one layer in a residual block");
  }

  @Test
  void mapsAreNotMadeOfValues() {
    List<Block> blocks = List.of(DenseBlock.relu(12), NormBlock.relu(), PoolBlock.max(2));

    assertThatThrownBy(() -> BlockLayers.outputs(blocks, new ImageShape(8, 8, 1)))
        .hasMessage(
            "layer 2 (pool) does not fit: pooling expected feature maps, found the 12 values of a flat layer");
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> ConvBlock.of(0, 3)).hasMessageContaining("filters of at least 1");
    assertThatThrownBy(() -> new DropoutBlock(1)).hasMessageContaining("from 0 to below 1");
    assertThatThrownBy(() -> PoolBlock.max(0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new PoolBlock(PoolBlock.Kind.MAX, 3, 2, 2))
        .hasMessage("expected a padding from 0 to half of the kernel, found 2");
    assertThatThrownBy(() -> DenseBlock.relu(0)).hasMessageContaining("at least 1 unit");
  }
}
