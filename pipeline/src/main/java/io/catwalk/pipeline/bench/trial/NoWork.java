package io.catwalk.pipeline.bench.trial;

import io.catwalk.pipeline.train.data.ResidentExamples;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** A task that does nothing where a worker's examples are. */
record NoWork() implements FlatMapFunction<Iterator<ResidentExamples>, Integer> {

  @Override
  public Iterator<Integer> call(Iterator<ResidentExamples> resident) {
    return List.of(resident.next().size()).iterator();
  }
}
