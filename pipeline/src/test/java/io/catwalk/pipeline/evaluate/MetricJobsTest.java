package io.catwalk.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.runs.ConfusionMatrix;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.EvaluationResult.EvaluationSubject;
import io.catwalk.pipeline.runs.ExampleChoice;
import io.catwalk.pipeline.runs.LabelledScores;
import io.catwalk.pipeline.runs.Prediction;
import io.catwalk.pipeline.runs.Scores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class MetricJobsTest {

  private static final int CLASSES = 5;

  private final SparkSession spark = LocalSpark.session();

  /** Columns of which a partition gives several pieces, and partitions of all sizes. */
  @Test
  void executorsFindWhatOneThreadFindsBitForBit() {
    LabelledScores scores = Scores.random(30_000, CLASSES, 4096, 3);
    List<Prediction> shuffled = new ArrayList<>(scores.predictions());
    Collections.shuffle(shuffled, new Random(4));
    EvaluationSubject subject =
        new EvaluationSubject(
            "tiny", "ab12", "drawn", "cd34", Split.TEST, true, false, Scores.names(CLASSES));
    String expected = new String(Json.write(scores.measured(subject, 15)));

    for (int partitions : List.of(1, 3, 40)) {
      EvaluationResult result = measured(rdd(shuffled, partitions), subject);
      assertThat(new String(Json.write(result))).isEqualTo(expected);
    }
  }

  @Test
  void anEmptyPartitionIsNoMatter() {
    List<Prediction> two =
        List.of(
            new Prediction("a", "a", 0, new float[] {0.75f, 0.25f}),
            new Prediction("b", "b", 1, new float[] {0.5f, 0.5f}));
    EvaluationSubject subject =
        new EvaluationSubject(
            "tiny", "ab12", "drawn", "cd34", Split.TEST, true, false, Scores.names(2));

    EvaluationResult result = measured(rdd(two, 6), subject);

    assertThat(result.examples()).isEqualTo(2);
    assertThat(result.perClass().get(1).rocAuc()).isEqualTo(1);
  }

  /** What tasks send to the driver is all that it can hold. */
  @Test
  void whatReachesTheDriverDoesNotGrowWithTheExamples() throws TimeoutException {
    long some = bytesToTheDriver(40_000);
    long many = bytesToTheDriver(160_000);

    assertThat(many).isLessThan(some + some / 4);
  }

  private long bytesToTheDriver(int examples) throws TimeoutException {
    JavaRDD<Prediction> predictions = rdd(Scores.random(examples, CLASSES, 64, 1).predictions(), 2);
    AtomicLong bytes = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            bytes.addAndGet(end.taskMetrics().resultSize());
          }
        };
    spark.sparkContext().addSparkListener(listener);
    try {
      MetricJobs jobs = new MetricJobs(predictions, CLASSES);
      ConfusionMatrix confusion = jobs.sums(15).confusion();
      jobs.figures();
      ExampleChoice choice = jobs.choice(confusion);
      assertThat(choice.mistakes()).isGreaterThan(2L * ExampleChoice.LISTED);
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(listener);
    }
    return bytes.get();
  }

  private static EvaluationResult measured(
      JavaRDD<Prediction> predictions, EvaluationSubject subject) {
    MetricJobs jobs = new MetricJobs(predictions, subject.classes().size());
    return EvaluationResult.of(subject, jobs.sums(15), jobs.figures());
  }

  private JavaRDD<Prediction> rdd(List<Prediction> predictions, int partitions) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(predictions, partitions);
  }
}
