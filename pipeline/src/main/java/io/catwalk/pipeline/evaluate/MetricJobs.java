package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.runs.ConfusionMatrix;
import io.catwalk.pipeline.runs.EvaluationSums;
import io.catwalk.pipeline.runs.ExampleChoice;
import io.catwalk.pipeline.runs.Prediction;
import io.catwalk.pipeline.runs.PredictionSums;
import io.catwalk.pipeline.runs.RankedColumns;
import io.catwalk.pipeline.runs.RankedColumns.Figures;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/**
 * What executors find out about stored predictions, so that the driver holds classes² and bins
 * alone, however many there are.
 *
 * @param predictions all with a known class
 * @param classes number of classes
 */
record MetricJobs(JavaRDD<Prediction> predictions, int classes) {

  /** Numbers that a task holds before it hands them on: 16 MB. */
  private static final int HELD = 1 << 21;

  private static final int MOST_OF_A_CHUNK = 4_096;
  private static final int LEAST_OF_A_CHUNK = 64;

  /**
   * @param calibrationBins as the configuration has them
   */
  EvaluationSums sums(int calibrationBins) {
    return sum(predictions, new EvaluationSums(classes, calibrationBins));
  }

  /**
   * Of every column of {@link RankedColumns}, in their order. A column lies in the memory of one
   * task at a time, 8 bytes an example.
   */
  List<Figures> figures() {
    RankedColumns columns = new RankedColumns(classes);
    int chunk = Math.max(LEAST_OF_A_CHUNK, Math.min(MOST_OF_A_CHUNK, HELD / columns.count()));
    int tasks =
        Math.min(columns.count(), 2 * Math.max(1, predictions.context().defaultParallelism()));
    return predictions
        .mapPartitionsToPair(new Chunks(columns, chunk))
        .repartitionAndSortWithinPartitions(new HashPartitioner(tasks))
        .mapPartitions(new OfColumns(columns))
        .collect()
        .stream()
        .sorted(Comparator.comparingInt(Figures::column))
        .toList();
  }

  /**
   * @param confusion of the same predictions
   */
  ExampleChoice choice(ConfusionMatrix confusion) {
    return sum(predictions, new ExampleChoice.Collector(confusion)).choice(confusion);
  }

  /**
   * Adds up on the executors.
   *
   * @param nothing what each part begins with
   */
  static <S extends PredictionSums<S>> S sum(JavaRDD<Prediction> predictions, S nothing) {
    return predictions.treeAggregate(nothing, new Add<>(), new Merge<>());
  }

  /** One more. */
  private record Add<S extends PredictionSums<S>>() implements Function2<S, Prediction, S> {
    @Override
    public S call(S sums, Prediction prediction) {
      return sums.add(prediction);
    }
  }

  /** Of two parts. */
  private record Merge<S extends PredictionSums<S>>() implements Function2<S, S, S> {
    @Override
    public S call(S one, S other) {
      return one.merge(other);
    }
  }

  /**
   * Cuts a partition's columns into pieces.
   *
   * @param length examples of a piece
   */
  private record Chunks(RankedColumns columns, int length)
      implements PairFlatMapFunction<Iterator<Prediction>, Integer, long[]> {
    @Override
    public Iterator<Tuple2<Integer, long[]>> call(Iterator<Prediction> predictions) {
      return new ColumnChunks(columns, predictions, length);
    }
  }

  /** The figures of the columns that a task has, whose pieces follow one another. */
  private record OfColumns(RankedColumns columns)
      implements FlatMapFunction<Iterator<Tuple2<Integer, long[]>>, Figures> {
    @Override
    public Iterator<Figures> call(Iterator<Tuple2<Integer, long[]>> pieces) {
      return new ColumnFigures(columns, pieces);
    }
  }
}
