package io.catwalk.pipeline.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * Stage-level scheduling: stages that compute with a network get a GPU a task, while those that
 * read and decode images run on every core.
 */
public final class GpuTasks {

  private GpuTasks() {}

  /**
   * The same data, computed and used where each task has a GPU; the data itself where no GPUs were
   * asked for or all stages have them.
   */
  public static <T> JavaRDD<T> of(JavaRDD<T> data) {
    SparkConf conf = data.context().getConf();
    if (!wanted(conf) || conf.contains(GpuRequest.TASK_AMOUNT)) {
      return data;
    }
    return data.withResources(profile(conf));
  }

  /** Whether tasks that compute are to have GPUs. */
  public static boolean wanted(SparkConf conf) {
    return conf.getBoolean(GpuRequest.WANTED, false);
  }

  /**
   * With dynamic allocation executors with GPUs come for the stages that need them and go
   * afterwards; else every executor has one.
   */
  static boolean ownExecutors(SparkConf conf) {
    return conf.getBoolean("spark.dynamicAllocation.enabled", false)
        && !conf.contains(GpuRequest.EXECUTOR_AMOUNT);
  }

  /** Spark 3.5.0 knows tasks' own resources on standalone masters alone. */
  static boolean byStage(String master, String sparkVersion) {
    return master.startsWith("spark://") || !sparkVersion.equals("3.5.0");
  }

  static ResourceProfile profile(SparkConf conf) {
    int cpus = conf.getInt("spark.task.cpus", 1);
    ResourceProfileBuilder builder =
        new ResourceProfileBuilder()
            .require(new TaskResourceRequests().cpus(cpus).resource(GpuRequest.RESOURCE, 1));
    if (ownExecutors(conf)) {
      ExecutorResourceRequests executor =
          new ExecutorResourceRequests()
              .cores(conf.getInt("spark.executor.cores", cpus))
              .memory(conf.get("spark.executor.memory", "1g"))
              .resource(
                  GpuRequest.RESOURCE,
                  1,
                  conf.get("spark.executor.resource.gpu.discoveryScript", ""),
                  conf.get("spark.executor.resource.gpu.vendor", ""));
      if (conf.contains("spark.executor.memoryOverhead")) {
        executor.memoryOverhead(conf.get("spark.executor.memoryOverhead"));
      }
      builder.require(executor);
    }
    return builder.build();
  }
}
