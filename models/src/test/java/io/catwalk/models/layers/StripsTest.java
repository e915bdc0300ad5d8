package io.catwalk.models.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class StripsTest {

  @ParameterizedTest
  @CsvSource({
    // height, width, window, strips
    "220, 220, 2, 10",
    "132, 131, 2, 3",
    "201, 150, 3, 67",
    "28, 28, 2, 1",
    "134, 134, 2, 67"
  })
  void largeMapsPoolInStripsAsTheyDoInOne(int height, int width, int size, int strips) {
    Window window = window(new int[] {size, size}, size, 0, ConvolutionMode.Truncate);
    INDArray maps = Nd4j.rand(DataType.FLOAT, 2, 3, height, width);
    INDArray pooled = Nd4j.create(DataType.FLOAT, 2, 3, height / size, width / size);
    INDArray arriving = Nd4j.rand(DataType.FLOAT, pooled.shape());
    INDArray atMaps = Nd4j.create(DataType.FLOAT, maps.shape());

    assertThat(Strips.count(maps, window)).isEqualTo(strips);
    new Kernels().maxPool(maps, window, pooled);
    new Kernels().maxPoolBackward(maps, arriving, window, atMaps);

    INDArray[] expected = pooledByHand(maps, arriving, size);
    assertThat(pooled).isEqualTo(expected[0]);
    assertThat(atMaps).isEqualTo(expected[1]);
  }

  @Test
  void windowsThatOverlapOrLeaveTheMapAreNotCut() {
    INDArray maps = Nd4j.create(DataType.FLOAT, 1, 1, 220, 220);

    assertThat(
            Arrays.asList(
                window(new int[] {3, 3}, 2, 0, ConvolutionMode.Truncate),
                window(new int[] {2, 2}, 2, 1, ConvolutionMode.Truncate),
                window(new int[] {2, 2}, 2, 0, ConvolutionMode.Same),
                window(new int[] {3, 3}, 3, 0, ConvolutionMode.Truncate)))
        .allSatisfy(window -> assertThat(Strips.count(maps, window)).isEqualTo(1));
  }

  @Test
  void theMeanOfALargeMapIsTheMeanOfItsStrips() {
    INDArray maps = Nd4j.rand(DataType.FLOAT, 2, 3, 150, 140);
    Pass pass = new Pass(new Kernels(), LayerWorkspaceMgr.noWorkspaces());

    double[] means = Channels.means(maps, pass, ArrayType.FF_WORKING_MEM);

    for (int channel = 0; channel < 3; channel++) {
      double expected =
          maps.get(NDArrayIndex.all(), NDArrayIndex.point(channel))
              .castTo(DataType.DOUBLE)
              .meanNumber()
              .doubleValue();
      assertThat(means[channel]).isCloseTo(expected, within(1e-6));
    }
  }

  private static Window window(int[] kernel, int stride, int padding, ConvolutionMode mode) {
    return new Window(
        kernel,
        new int[] {stride, stride},
        new int[] {padding, padding},
        new int[] {1, 1},
        mode,
        CNN2DFormat.NCHW);
  }

  /** The maxima of square windows side by side, and the gradient at the maps. */
  private static INDArray[] pooledByHand(INDArray maps, INDArray arriving, int size) {
    INDArray pooled = Nd4j.create(DataType.FLOAT, arriving.shape());
    INDArray atMaps = Nd4j.create(DataType.FLOAT, maps.shape());
    for (long n = 0; n < pooled.size(0); n++) {
      for (long c = 0; c < pooled.size(1); c++) {
        for (long y = 0; y < pooled.size(2); y++) {
          for (long x = 0; x < pooled.size(3); x++) {
            long best = 0;
            for (long i = 1; i < (long) size * size; i++) {
              if (at(maps, n, c, y, x, size, i) > at(maps, n, c, y, x, size, best)) {
                best = i;
              }
            }
            pooled.putScalar(n, c, y, x, at(maps, n, c, y, x, size, best));
            atMaps.putScalar(
                n,
                c,
                y * size + best / size,
                x * size + best % size,
                arriving.getFloat(n, c, y, x));
          }
        }
      }
    }
    return new INDArray[] {pooled, atMaps};
  }

  private static float at(INDArray maps, long n, long c, long y, long x, int size, long inside) {
    return maps.getFloat(n, c, y * size + inside / size, x * size + inside % size);
  }
}
