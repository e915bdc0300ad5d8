package io.catwalk.pipeline.train.data;

import org.apache.spark.api.java.function.Function;

/** How many examples a worker holds. */
public record CountExamples() implements Function<ResidentExamples, Integer> {
  @Override
  public Integer call(ResidentExamples examples) {
    return examples.size();
  }
}
