package io.catwalk.pipeline.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.layers.Layers;
import io.catwalk.models.onnx.ImagePreparation;
import io.catwalk.models.onnx.OnnxModel;
import io.catwalk.models.onnx.Resizing;
import io.catwalk.models.zoo.LayerStack;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The graph makes of an image the pixels that ingest makes of it. */
class ResizingTest {

  private static final int HEIGHT = 17;
  private static final int WIDTH = 12;

  /** Height and width: as large, smaller and larger, one side of each, and extremes. */
  private static final int[][] SIZES = {
    {17, 12},
    {34, 24},
    {51, 36},
    {40, 31},
    {9, 7},
    {60, 9},
    {8, 50},
    {17, 50},
    {1, 1},
    {1, 90},
    {133, 97},
    {300, 400},
    {400, 300},
    {18, 12}
  };

  static Stream<Arguments> cases() {
    return Stream.of(ResizeMode.values())
        .flatMap(mode -> Stream.of(1, 3).map(channels -> Arguments.of(mode, channels)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesThePixelsOfIngest(ResizeMode mode, int channels) throws Exception {
    ImageShape shape = new ImageShape(HEIGHT, WIDTH, channels);
    byte[] model = model(shape, Resizing.valueOf(mode.name()));
    Random random = new Random(5);
    long values = 0;
    long off = 0;
    try (ImageDecoder decoder = new ImageDecoder(shape, mode, 1)) {
      for (int[] size : SIZES) {
        byte[] colours = colours(random, size[0], size[1]);
        byte[] expected = decoder.decode(png(colours, size[0], size[1])).values();
        int[] found = pixels(model, shape, colours, size[0], size[1]);
        for (int i = 0; i < expected.length; i++) {
          int difference = Math.abs((expected[i] & 0xff) - found[i]);
          // OpenCV interpolates in whole numbers of 11 bits, and of halves takes the larger number.
          assertThat(difference)
              .as("%d×%d, value %d of %s", size[0], size[1], i, mode)
              .isLessThanOrEqualTo(1);
          values++;
          off += difference;
        }
      }
    }
    assertThat((double) off / values).isLessThan(0.1);
  }

  /** A smooth picture with noise, so that a shift of a pixel would show. */
  private static byte[] colours(Random random, int height, int width) {
    byte[] colours = new byte[height * width * 3];
    for (int i = 0; i < colours.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      colours[i] = (byte) ((x * 37 + y * 53 + i % 3 * 80 + random.nextInt(60)) % 256);
    }
    return colours;
  }

  private static byte[] png(byte[] colours, int height, int width) throws Exception {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height * width; i++) {
      int red = colours[3 * i] & 0xff;
      int green = colours[3 * i + 1] & 0xff;
      int blue = colours[3 * i + 2] & 0xff;
      image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  /** Channel by channel. */
  private static int[] pixels(byte[] model, ImageShape shape, byte[] colours, int height, int width)
      throws OrtException {
    float[][][][] values =
        (float[][][][]) OnnxRun.of(model, "normalise/Round", colours, 1, height, width, 3);
    int[] pixels = new int[shape.values()];
    int at = 0;
    for (float[][] channel : values[0]) {
      for (float[] row : channel) {
        for (float value : row) {
          pixels[at++] = Math.round(value);
        }
      }
    }
    return pixels;
  }

  /** With the pixels as one more output. */
  private static byte[] model(ImageShape shape, Resizing resizing) throws Exception {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new LayerStack(Hyperparameters.forInspection(2), WeightInit.XAVIER)
                .add(Layers.output(2))
                .build(shape));
    network.init();
    List<Double> ones = Collections.nCopies(shape.channels(), 1.0);
    OnnxModel model =
        OnnxModel.of(
            network,
            new ImagePreparation(shape, resizing, ones, ones),
            new OnnxModel.Origin("test", "1", "net", "", Map.of()));
    ModelProto.Builder changed = ModelProto.parseFrom(model.bytes()).toBuilder();
    changed
        .getGraphBuilder()
        .addOutput(
            ValueInfoProto.newBuilder()
                .setName("normalise/Round")
                .setType(
                    TypeProto.newBuilder()
                        .setTensorType(
                            TypeProto.Tensor.newBuilder()
                                .setElemType(DataType.FLOAT.getNumber()))));
    return changed.build().toByteArray();
  }
}
