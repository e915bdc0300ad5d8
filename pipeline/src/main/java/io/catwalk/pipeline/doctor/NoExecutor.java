package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;

/** Why there may be no executor. */
final class NoExecutor {

  static final String NAME = "executors";
  private static final List<String> SIZES =
      List.of("spark.executor.cores", "spark.executor.memory", "spark.task.cpus");

  private NoExecutor() {}

  /** None came: the cluster has nothing that is as large as what is asked for. */
  static Finding came(SparkConf conf, int seconds) {
    String gpus = conf.get("spark.executor.resource.gpu.amount", "0");
    List<String> asked = new ArrayList<>();
    for (String key : SIZES) {
      if (conf.contains(key)) {
        asked.add(key + "=" + conf.get(key));
      }
    }
    if (!gpus.equals("0")) {
      asked.add("spark.executor.resource.gpu.amount=" + gpus);
    }
    return Finding.error(
        gpus.equals("0") ? NAME : DeviceCheck.NAME,
        String.format(
            Locale.ROOT,
            "no executor came within %d s; each asks for %s",
            seconds,
            asked.isEmpty() ? "one core and 1g" : String.join(", ", asked)),
        gpus.equals("0")
            ? "Spark waits for ever for cores and memory that nobody has free"
            : "Spark waits for ever for workers that offer GPUs; none does, or all are taken",
        gpus.equals("0")
            ? "ask for less by these settings; or, where the master's page shows executors that have ended, look at their stderr: often it is another Java (spark.executorEnv.JAVA_HOME)"
            : "give workers spark.worker.resource.gpu.amount and a discoveryScript (YARN: resource type yarn.io/gpu), or set spark.executor.resource.gpu.amount=0");
  }

  /** They are there, and a task fails that does next to nothing. */
  static Finding answers(String error) {
    return Finding.error(
        NAME,
        "a task that only looks around failed " + error,
        "no other task can run",
        "look at that executor's stderr on the master's page; often its Spark is another, or its jar is not this one");
  }

  /** They came and ended. */
  static Finding stayed(List<String> ends) {
    return Finding.error(
        NAME,
        String.format(
            Locale.ROOT,
            "%s started and ended at once: %s",
            Counted.of(ends.size(), "executor"),
            ends.get(ends.size() - 1)),
        "no task can run",
        "look at an executor's stderr on the master's page; often it is another Java (spark.executorEnv.JAVA_HOME) or too much memory (spark.executor.memory)");
  }
}
