package io.catwalk.pipeline.train;

import io.catwalk.pipeline.ingest.Example;
import org.apache.spark.api.java.function.PairFunction;
import scala.Tuple2;

/** Makes an example's index its key. */
record IndexFirst() implements PairFunction<Tuple2<Example, Long>, Long, Example> {
  @Override
  public Tuple2<Long, Example> call(Tuple2<Example, Long> indexed) {
    return indexed.swap();
  }
}
