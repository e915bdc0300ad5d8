package io.catwalk.pipeline.train.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.data.EpochOrder;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.ResidentPixels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class MinibatchFeedTest {

  private static final int EXAMPLES = 23;
  private final Vectoriser vectoriser =
      new Vectoriser(new ImageShape(5, 4, 3), 3, List.of(0.1, 0.2, 0.3), List.of(0.5, 0.6, 0.7));
  private final List<Example> examples = examples();
  private final ResidentExamples resident = ResidentPixels.of(examples);
  private final int[] order = EpochOrder.of(1, 1, 0, EXAMPLES);
  private final MinibatchFeed feed = new MinibatchFeed(vectoriser);

  @AfterEach
  void close() {
    feed.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isWhatTheVectoriserGives(boolean ahead) {
    List<DataSet> found = new ArrayList<>();
    Set<INDArray> arrays = new HashSet<>();
    MinibatchFeed.Range range = new MinibatchFeed.Range(resident, order, 3, EXAMPLES, 6);
    for (int time = 0; time < 2; time++) {
      feed.each(
          range,
          ahead,
          minibatch -> {
            arrays.add(minibatch.features());
            found.add(new DataSet(minibatch.features().dup(), minibatch.labels().dup()));
          });
    }

    // 20 examples: three minibatches of 6, one of 2.
    assertThat(found).hasSize(8);
    for (int i = 0; i < 8; i++) {
      int from = 3 + i % 4 * 6;
      List<Example> wanted = new ArrayList<>();
      for (int at = from; at < Math.min(EXAMPLES, from + 6); at++) {
        wanted.add(examples.get(order[at]));
      }
      DataSet expected = vectoriser.vectorise(wanted);
      assertThat(found.get(i).getFeatures().shape()).isEqualTo(expected.getFeatures().shape());
      assertThat(floats(found.get(i).getFeatures())).isEqualTo(floats(expected.getFeatures()));
      assertThat(floats(found.get(i).getLabels())).isEqualTo(floats(expected.getLabels()));
    }
    assertThat(arrays.size()).as("arrays in use").isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDamagedPartIsTold(boolean ahead) {
    int[] beyond = {0, 1, EXAMPLES};
    MinibatchFeed.Range range = new MinibatchFeed.Range(resident, beyond, 0, 3, 1);

    assertThatThrownBy(() -> feed.each(range, ahead, minibatch -> {}))
        .hasStackTraceContaining("IndexOutOfBoundsException");
  }

  private static float[] floats(INDArray array) {
    return array.ravel().toFloatVector();
  }

  private static List<Example> examples() {
    Random random = new Random(5);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      byte[] pixels = new byte[60];
      random.nextBytes(pixels);
      // One of them without a label.
      examples.add(new Example(pixels, i % 4 - 1, "", ""));
    }
    return examples;
  }
}
