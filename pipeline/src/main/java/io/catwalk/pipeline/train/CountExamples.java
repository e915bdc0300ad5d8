package io.catwalk.pipeline.train;

import org.apache.spark.api.java.function.Function;

/** How many examples a worker holds. */
record CountExamples() implements Function<ResidentExamples, Integer> {
  @Override
  public Integer call(ResidentExamples examples) {
    return examples.size();
  }
}
