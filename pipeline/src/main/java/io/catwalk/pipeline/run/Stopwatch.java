package io.catwalk.pipeline.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Wall time of the stages of a job, in seconds. */
final class Stopwatch {

  private final long started = System.nanoTime();
  private final Map<String, Double> stages = new LinkedHashMap<>();

  <T> T time(String stage, Supplier<T> work) {
    long from = System.nanoTime();
    T result = work.get();
    stages.put(stage, (System.nanoTime() - from) / 1e9);
    return result;
  }

  double of(String stage) {
    return stages.get(stage);
  }

  /** Since the job began. */
  double total() {
    return (System.nanoTime() - started) / 1e9;
  }

  /** Every stage and {@code total}. */
  Map<String, Double> seconds() {
    Map<String, Double> all = new LinkedHashMap<>(stages);
    all.put("total", total());
    return all;
  }
}
