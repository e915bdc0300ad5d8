package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetricsAtScaleTest {

  private static final int CLASSES = 200;

  /**
   * The predictions themselves take 82 MB: with these the driver stays far below 1 GiB, even if
   * nothing were collected.
   */
  private static final long ALLOCATED = 400L << 20;

  @Test
  void aHundredThousandExamplesOfTwoHundredClassesTakeSecondsAndLittleMemory() {
    LabelledScores scores = Scores.random(100_000, CLASSES, 8, 1);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();

    EvaluationResult result =
        assertTimeout(
            Duration.ofSeconds(30), () -> EvaluationResult.of(Scores.subject(CLASSES), scores, 15));

    assertThat(result.perClass()).allSatisfy(metrics -> assertThat(metrics.rocAuc()).isNotNull());
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOCATED);
  }
}
