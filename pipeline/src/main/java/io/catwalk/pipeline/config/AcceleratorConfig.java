package io.catwalk.pipeline.config;

/**
 * What executors compute on ({@code train.accelerator}, {@code train.gpu-wait}, {@code
 * cluster.off-heap}).
 *
 * @param gpu whether by GPUs, one a task; else by processors
 * @param waitSeconds how long GPUs are waited for
 * @param offHeap memory outside an executor's heap that networks may take, such as {@code 4g};
 *     empty for as much as the heap
 */
public record AcceleratorConfig(boolean gpu, int waitSeconds, String offHeap) {

  /** What reference.conf says. */
  public static final AcceleratorConfig CPU = new AcceleratorConfig(false, 45, "");
}
