package io.catwalk.pipeline.train.data;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.FlatMapFunction;

/** On which host a worker's examples lie. */
public record TellHost() implements FlatMapFunction<Iterator<ResidentExamples>, String> {
  @Override
  public Iterator<String> call(Iterator<ResidentExamples> resident) {
    resident.next();
    return List.of(SparkEnv.get().blockManager().blockManagerId().host()).iterator();
  }
}
