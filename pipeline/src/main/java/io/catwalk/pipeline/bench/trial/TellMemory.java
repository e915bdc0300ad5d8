package io.catwalk.pipeline.bench.trial;

import io.catwalk.pipeline.train.data.ResidentExamples;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** The memory of the executor where a worker's examples are. */
record TellMemory() implements FlatMapFunction<Iterator<ResidentExamples>, ProcessMemory> {

  @Override
  public Iterator<ProcessMemory> call(Iterator<ResidentExamples> resident) {
    return List.of(ProcessMemory.here()).iterator();
  }
}
