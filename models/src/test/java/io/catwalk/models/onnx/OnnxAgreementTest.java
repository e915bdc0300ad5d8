package io.catwalk.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.engine.EngineNetwork;
import io.catwalk.models.engine.Preparation;
import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Samples;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * What ONNX Runtime makes of bytes of images by a network's ONNX twin, beside what the engine makes
 * of the same images, prepared as training prepares them: of 1,000 images each.
 */
class OnnxAgreementTest {

  private static final int IMAGES = 1000;
  private static final int MINIBATCH = 50;
  private static final int TRAINED_ON = 8;
  private static final int STEPS = 4;

  /** Of which 1,000 images take minutes: {@code -Dcatwalk.onnx.images=all} has them, too. */
  private static final Map<String, Integer> LARGE =
      Map.of("lenet-224", 10, "vgg-explain", 10, "catwalk-resnet", 100, "resnet18", 10);

  private final Random random = new Random(7);

  static Stream<String> networks() {
    return ModelCatalog.names().stream();
  }

  static Stream<Sample> blocks() {
    return Samples.blocks().stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void networksAgree(String name) throws OrtException {
    Sample sample = Samples.network(name);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get(name)
                .configure(
                    sample.image(),
                    new Hyperparameters(sample.classes(), 3, new Nesterovs(1e-3, 0.9))));
    network.init();
    boolean all = "all".equals(System.getProperty("catwalk.onnx.images"));
    agree(network, sample, all ? IMAGES : LARGE.getOrDefault(name, IMAGES));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void blocksAgree(Sample sample) throws OrtException {
    agree(sample.network(), sample, IMAGES);
  }

  private void agree(MultiLayerNetwork network, Sample sample, int images) throws OrtException {
    ImageShape shape = sample.image();
    ImagePreparation preparation = preparation(shape);
    train(network, sample, preparation);
    byte[] model =
        OnnxModel.of(network, preparation, new OnnxModel.Origin("test", "1", "n", "", Map.of()))
            .bytes();
    int minibatch = Math.min(images, MINIBATCH);
    double difference = 0;
    double lowest = 1;
    double highest = 0;
    try (EngineNetwork engine = EngineNetwork.of(network, shape, minibatch, 1);
        OnnxRuntime runtime = new OnnxRuntime(model)) {
      for (int done = 0; done < images; done += minibatch) {
        byte[] bytes = images(minibatch, shape);
        float[][] found =
            runtime.probabilities(
                bytes, minibatch, shape.height(), shape.width(), shape.channels());
        float[][] expected = engine.output(prepared(bytes, minibatch, preparation)).toFloatMatrix();
        for (int i = 0; i < minibatch; i++) {
          for (int k = 0; k < sample.classes(); k++) {
            difference = Math.max(difference, Math.abs(found[i][k] - expected[i][k]));
          }
          lowest = Math.min(lowest, expected[i][0]);
          highest = Math.max(highest, expected[i][0]);
        }
      }
    }
    assertThat(difference).isLessThanOrEqualTo(1e-5);
    assertThat(highest - lowest).as("spread of a probability").isGreaterThan(0.001);
  }

  private static ImagePreparation preparation(ImageShape shape) {
    return new ImagePreparation(
        shape,
        Resizing.FIT,
        List.of(0.4, 0.5, 0.6).subList(0, shape.channels()),
        List.of(0.2, 0.3, 0.25).subList(0, shape.channels()));
  }

  /** Running statistics move away from 0 and 1. */
  private void train(MultiLayerNetwork network, Sample sample, ImagePreparation preparation) {
    try (EngineNetwork engine = EngineNetwork.of(network, preparation.shape(), TRAINED_ON, 1)) {
      for (int i = 0; i < STEPS; i++) {
        byte[] bytes = images(TRAINED_ON, preparation.shape());
        engine.fit(prepared(bytes, TRAINED_ON, preparation), sample.labels(i, TRAINED_ON));
      }
    }
  }

  /** Noise of a brightness and a strength of each image's own: [n, height, width, channels]. */
  private byte[] images(int count, ImageShape shape) {
    byte[] bytes = new byte[count * shape.values()];
    for (int i = 0; i < count; i++) {
      int spread = 1 + random.nextInt(128);
      int level = random.nextInt(256 - spread);
      for (int at = i * shape.values(); at < (i + 1) * shape.values(); at++) {
        bytes[at] = (byte) (level + random.nextInt(spread));
      }
    }
    return bytes;
  }

  /** [n, channels, height, width], by the table that training looks bytes up in. */
  private static INDArray prepared(byte[] bytes, int count, ImagePreparation preparation) {
    ImageShape shape = preparation.shape();
    float[][] table =
        new Preparation(preparation.mean(), preparation.deviation(), 0, List.of()).table();
    float[] values = new float[bytes.length];
    int plane = shape.height() * shape.width();
    for (int i = 0; i < bytes.length; i++) {
      int channel = i % shape.channels();
      int pixel = i / shape.channels() % plane;
      int image = i / shape.values();
      values[(image * shape.channels() + channel) * plane + pixel] =
          table[channel][bytes[i] & 0xff];
    }
    return Nd4j.create(
        values, new long[] {count, shape.channels(), shape.height(), shape.width()}, 'c');
  }
}
