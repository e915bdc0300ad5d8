package io.catwalk.pipeline.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaWeightsTest {

  @ParameterizedTest
  @CsvSource({"10,0,2.5,4", "47,0,1.46875,32", "13,2.3,0.9,8", "8,0,1,8", "5,0,5,1"})
  void averagesAStraightLineExactlyAwayFromItsEnds(
      int cells, double from, double length, int intervals) {
    float[] line = new float[cells];
    for (int i = 0; i < cells; i++) {
      line[i] = 3 * (i + 0.5f) + 7;
    }
    AreaWeights weights = new AreaWeights(cells, from, length, intervals);
    for (int i = 0; i < intervals; i++) {
      double begin = from + i * length;
      double end = begin + length;
      boolean inside = begin >= 1 && end <= cells - 1;
      double expected = 3 * (begin + end) / 2 + 7;
      assertThat((double) weights.average(i, line))
          .isCloseTo(expected, within(inside ? 1e-3 : 0.4));
    }
  }

  @ParameterizedTest
  @CsvSource({"47,1.46875,32", "10,2.5,4", "3,0.75,4"})
  void keepsTheSumOfTheWholeLine(int cells, double length, int intervals) {
    float[] line = new float[cells];
    double sum = 0;
    for (int i = 0; i < cells; i++) {
      line[i] = i * 31 % 17;
      sum += line[i];
    }
    AreaWeights weights = new AreaWeights(cells, 0, length, intervals);
    double found = 0;
    for (int i = 0; i < intervals; i++) {
      found += weights.average(i, line) * length;
    }
    assertThat(found).isCloseTo(sum, within(1e-2));
  }
}
