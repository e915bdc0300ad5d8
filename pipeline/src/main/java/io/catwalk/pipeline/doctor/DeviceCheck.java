package io.catwalk.pipeline.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether who computes on GPUs has any, and can use them. */
final class DeviceCheck implements Check {

  static final String NAME = "gpus";
  private static final String AMOUNT = "spark.executor.resource.gpu.amount";

  @Override
  public List<Finding> of(ClusterFacts cluster) {
    List<Finding> findings = new ArrayList<>();
    boolean wanted = cluster.computesOnGpus();
    for (ProcessFacts executor : cluster.executors()) {
      boolean has = !executor.gpus().isEmpty();
      if (wanted && !executor.natives().gpuObstacle().isEmpty()) {
        findings.add(
            Finding.error(
                NAME,
                executor.name() + " cannot compute on a GPU",
                executor.natives().gpuObstacle(),
                has
                    ? "mend that on its machine, or set train.accelerator=cpu"
                    : "ask for GPUs by " + AMOUNT + "=1, or set train.accelerator=cpu"));
      } else if (has && !wanted) {
        findings.add(
            Finding.warning(
                NAME,
                String.format(
                    Locale.ROOT,
                    "%s has %d GPUs, and train.accelerator = cpu",
                    executor.name(),
                    executor.gpus().size()),
                "they stay idle, and nobody else gets them",
                "set train.accelerator=gpu, or ask for no " + AMOUNT));
      }
    }
    if (findings.isEmpty()) {
      long gpus = cluster.executors().stream().mapToLong(e -> e.gpus().size()).sum();
      findings.add(
          Finding.ok(NAME, gpus == 0 && !wanted ? "none, and none is needed" : gpus + " in all"));
    }
    return findings;
  }
}
