package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsAtScaleTest {

  private static final int CLASSES = 200;

  /**
   * The predictions themselves take 82 MB; a column takes 8 bytes an example, and some more while
   * it is put together.
   */
  private static final long ALLOCATED = 400L << 20;

  @Test
  void aHundredThousandExamplesOfTwoHundredClassesTakeSecondsAndLittleMemory() {
    LabelledScores scores = Scores.random(100_000, CLASSES, 8, 1);
    List<Prediction> predictions = scores.predictions();
    RankedColumns columns = new RankedColumns(CLASSES);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();

    EvaluationResult result =
        assertTimeout(Duration.ofSeconds(30), () -> measured(predictions, columns));

    assertThat(result.perClass()).allSatisfy(metrics -> assertThat(metrics.rocAuc()).isNotNull());
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOCATED);
  }

  private static EvaluationResult measured(List<Prediction> predictions, RankedColumns columns) {
    EvaluationSums sums = new EvaluationSums(CLASSES, 15);
    predictions.forEach(sums::add);
    List<RankedColumns.Figures> figures = new ArrayList<>();
    for (int column = 0; column < columns.count(); column++) {
      long[] values = new long[predictions.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = columns.value(column, predictions.get(i));
      }
      figures.add(columns.figures(column, values));
    }
    return EvaluationResult.of(Scores.subject(CLASSES), sums, figures);
  }
}
