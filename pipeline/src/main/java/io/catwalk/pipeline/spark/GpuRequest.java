package io.catwalk.pipeline.spark;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ClusterConfig.AcceleratorConfig;
import java.util.Locale;
import org.apache.spark.SparkConf;

/** Asks Spark for GPUs: each executor gets its own, and each task that computes a whole one. */
final class GpuRequest {

  static final String RESOURCE = "gpu";

  /** Names another class than {@link CudaDevices}, for tests. */
  static final String DEVICES = "spark.catwalk.devices";

  /** How executors learn, and jobs, that tasks which compute are to have GPUs. */
  static final String WANTED = "spark.catwalk.gpu";

  static final String WAIT = "spark.catwalk.gpu-wait";

  static final String EXECUTOR_AMOUNT = "spark.executor.resource.gpu.amount";
  static final String TASK_AMOUNT = "spark.task.resource.gpu.amount";

  /** A folder with CUDA's libraries, on executors. */
  static final String CUDA_LIBRARIES = "spark.catwalk.cuda-libraries";

  private static final String SCRIPT = "spark.executor.resource.gpu.discoveryScript";
  private static final String VENDOR = "spark.executor.resource.gpu.vendor";

  private GpuRequest() {}

  /**
   * Completes Spark's settings.
   *
   * @param sparkVersion of the driver
   * @throws CatwalkException (usage) for settings that cannot work
   */
  static void apply(AcceleratorConfig config, SparkConf conf, String sparkVersion) {
    if (!config.gpu()) {
      return;
    }
    conf.set(TaskDevice.WANTED, "true");
    conf.set(CUDA_LIBRARIES, config.cudaLibraries());
    String master = conf.get("spark.master");
    if (master.startsWith("local")) {
      // One process, one device; Spark's own local mode refuses resources.
      return;
    }
    conf.set(WANTED, "true");
    conf.set(WAIT, Integer.toString(config.waitSeconds()));
    conf.setIfMissing(VENDOR, "nvidia.com");
    if (!master.startsWith("spark://") && !conf.contains(SCRIPT)) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "train.accelerator = gpu on %s: expected cluster.spark.%s, the path of a script that finds an executor's GPUs (Spark's own is examples/src/main/scripts/getGpusResources.sh)",
              master,
              SCRIPT.substring("spark.".length())));
    }
    if (!conf.get(TASK_AMOUNT, "1").equals("1")) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "%s = %s: expected 1, since a network trains on one device alone",
              TASK_AMOUNT,
              conf.get(TASK_AMOUNT)));
    }
    if (!GpuTasks.ownExecutors(conf)) {
      conf.setIfMissing(EXECUTOR_AMOUNT, "1");
      if (!GpuTasks.byStage(master, sparkVersion)) {
        conf.setIfMissing(TASK_AMOUNT, "1");
      }
    }
  }
}
