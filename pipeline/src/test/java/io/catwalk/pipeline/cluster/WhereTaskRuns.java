package io.catwalk.pipeline.cluster;

import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;

/** Tells of an executor what the scripts are to have set there. */
public final class WhereTaskRuns implements Function<Integer, String> {
  private static final long serialVersionUID = 1L;

  @Override
  public String call(Integer number) {
    return "executor=%s threads=%s"
        .formatted(SparkEnv.get().executorId(), System.getenv("OMP_NUM_THREADS"));
  }
}
