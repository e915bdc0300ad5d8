package io.catwalk.pipeline.config;

/**
 * What executors compute on ({@code train.accelerator}, {@code train.gpu-wait}, {@code
 * cluster.off-heap}, {@code cluster.cuda-libraries}).
 *
 * @param gpu whether by GPUs, one a task; else by processors
 * @param waitSeconds how long GPUs are waited for
 * @param offHeap memory outside an executor's heap that networks may take, such as {@code 4g};
 *     empty for as much as the heap
 * @param cudaLibraries folder on executors that is looked into first; empty for none
 */
public record AcceleratorConfig(
    boolean gpu, int waitSeconds, String offHeap, String cudaLibraries) {

  /** What reference.conf says. */
  public static final AcceleratorConfig CPU = new AcceleratorConfig(false, 30, "", "");
}
