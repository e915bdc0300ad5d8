package io.catwalk.pipeline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.layers.Layers;
import io.catwalk.models.onnx.OnnxModel;
import io.catwalk.models.zoo.LayerStack;
import io.catwalk.pipeline.BuildInfo;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.NetworkSnapshot;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.train.Archives;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** A model.zip and what is made of it. */
class OnnxTwinTest {

  /** Bytes that nodes, names and metadata take at most. */
  private static final int GRAPH = 11_000;

  private static final ImageShape SHAPE = new ImageShape(20, 18, 3);

  @Test
  void saysWhatTheModelIs() throws Exception {
    TrainedModel model = model("lenet5", SHAPE, new Sgd(0.1));
    String sha256 = NetworkSnapshot.of(model.network()).parametersSha256();

    Map<String, String> told =
        OnnxRun.metadata(OnnxTwin.of(model, Optional.of(run("r1", sha256))).bytes());

    BuildInfo build = BuildInfo.read();
    assertThat(told)
        .containsOnly(
            Map.entry("network", "lenet5"),
            Map.entry("labels", "[\"cat\",\"dog \\\"x\\\"\"]"),
            Map.entry("image_shape", "{\"height\":20,\"width\":18,\"channels\":3}"),
            Map.entry("resize", "crop"),
            Map.entry("mean", "[0.5,0.5,0.5]"),
            Map.entry("standard_deviation", "[0.25,0.25,0.25]"),
            Map.entry("dataset", "pets@1"),
            Map.entry("synthetic", "true"),
            Map.entry("parameters_sha256", sha256),
            Map.entry("run_id", "r1"),
            Map.entry("trained_at", "2026-01-01T00:00:00Z"),
            Map.entry("catwalk_version", build.version()),
            Map.entry("catwalk_commit", build.commit()));
  }

  @Test
  void aRunOfOtherParametersIsNotBelieved() {
    TrainedModel model = model("lenet5", SHAPE, new Sgd(0.1));
    assertThat(OnnxTwin.of(model, Optional.of(run("r1", "0f"))).metadata())
        .doesNotContainKeys("run_id", "trained_at");
    assertThat(OnnxTwin.of(model, Optional.empty()).metadata()).doesNotContainKey("run_id");
  }

  @Test
  void answersAsTheModelDoes() throws Exception {
    TrainedModel model = model("lenet5", SHAPE, new Sgd(0.1));
    byte[] planes = new byte[SHAPE.values()];
    new Random(3).nextBytes(planes);
    byte[] interleaved = new byte[planes.length];
    int plane = SHAPE.height() * SHAPE.width();
    for (int i = 0; i < planes.length; i++) {
      interleaved[i % plane * 3 + i / plane] = planes[i];
    }

    float[][] found =
        (float[][])
            OnnxRun.of(
                OnnxTwin.of(model, Optional.empty()).bytes(),
                OnnxModel.OUTPUT,
                interleaved,
                1,
                SHAPE.height(),
                SHAPE.width(),
                3);

    float[] expected =
        model
            .network()
            .output(model.vectoriser().features(List.of(new Example(planes, -1, "a", "b"))))
            .toFloatVector();
    assertThat(found[0]).containsExactly(expected, org.assertj.core.api.Assertions.within(1e-5f));
  }

  static Stream<Arguments> archives() {
    return Stream.of(
        Arguments.of("lenet5", new Sgd(0.1), 1.1),
        Arguments.of("lenet5-classic", new Sgd(0.1), 1.1),
        Arguments.of("fashion-dnn", new Sgd(0.1), 1.1),
        Arguments.of("fashion-cnn", new Sgd(0.1), 1.1),
        Arguments.of("catwalk-small", new Sgd(0.1), 1.1),
        Arguments.of("lenet5", new Adam(1e-3), 0.6),
        Arguments.of("catwalk-small", new Adam(1e-3), 0.6));
  }

  /**
   * Its graph aside, whose size is that of no network: beside an archive of weights alone, which
   * zip makes smaller by a tenth, and beside one with what an updater remembers.
   */
  @ParameterizedTest
  @MethodSource("archives")
  void isHardlyLargerThanTheArchive(String network, IUpdater updater, double most) {
    ImageShape shape = ModelCatalog.get(network).designShape();
    TrainedModel model = model(network, shape, updater);
    model
        .network()
        .fit(
            Nd4j.rand(DataType.FLOAT, 4, shape.channels(), shape.height(), shape.width()),
            Nd4j.eye(2).repeat(0, 2).castTo(DataType.FLOAT));
    long weights = OnnxTwin.of(model, Optional.empty()).length() - GRAPH;
    assertThat((double) weights / Archives.bytes(model).length).isLessThanOrEqualTo(most);
  }

  @Test
  void namesTheLayerThatOnnxHasNot() {
    MultiLayerConfiguration configuration =
        new LayerStack(Hyperparameters.forInspection(2), WeightInit.XAVIER)
            .add(
                new SubsamplingLayer.Builder(PoolingType.AVG)
                    .kernelSize(2, 2)
                    .dilation(2, 2)
                    .build())
            .add(Layers.output(2))
            .build(SHAPE);
    TrainedModel model = model("mine", SHAPE, configuration);
    assertThatThrownBy(() -> OnnxTwin.of(model, Optional.empty()))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessage(
            "mine cannot become ONNX: pool1: ONNX has no average pooling with dilation at opset 17");
  }

  private static TrainedModel model(String network, ImageShape shape, IUpdater updater) {
    return model(
        network,
        shape,
        ModelCatalog.get(network).configure(shape, new Hyperparameters(2, 1, updater)));
  }

  private static TrainedModel model(
      String name, ImageShape shape, MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return new TrainedModel(
        new ModelCard(
            1,
            name,
            List.of("cat", "dog \"x\""),
            shape,
            "crop",
            Collections.nCopies(shape.channels(), 0.5),
            Collections.nCopies(shape.channels(), 0.25),
            "pets",
            "1",
            true),
        network);
  }

  private static byte[] run(String id, String parametersSha256) {
    return Json.write(
        new RunManifest(
            1,
            id,
            "train",
            "2025-12-31T00:00:00Z",
            "2026-01-01T00:00:00Z",
            "lenet5",
            parametersSha256,
            new RunManifest.DatasetUsed("pets", "1", "file:/d", "photos", true),
            1L,
            null,
            null,
            null,
            null,
            Map.of(),
            BuildInfo.read(),
            null));
  }
}
