package io.catwalk.pipeline.train.data;

import org.apache.spark.api.java.function.PairFunction;
import scala.Tuple2;

/** Makes an example's index its key. */
record IndexFirst<T>() implements PairFunction<Tuple2<T, Long>, Long, T> {
  @Override
  public Tuple2<Long, T> call(Tuple2<T, Long> indexed) {
    return indexed.swap();
  }
}
