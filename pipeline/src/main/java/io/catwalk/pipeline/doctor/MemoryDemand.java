package io.catwalk.pipeline.doctor;

/**
 * What a job holds at least, in bytes. What is certain is counted, no more: who is refused by it
 * could not have run.
 *
 * @param job what it does, as in "training lenet5"
 * @param driver arrays of the driver alone
 * @param task of each task that trains or scores
 * @param tasks that shall run side by side
 * @param resident examples that each of these tasks works on, as long as they should lie in the
 *     executor's heap
 */
public record MemoryDemand(String job, Part driver, Part task, int tasks, long resident) {

  /** The same without arrays outside the heap. */
  public MemoryDemand onHeap() {
    return new MemoryDemand(job, new Part(driver.heap, 0), new Part(task.heap, 0), tasks, resident);
  }

  /**
   * @param heap at the moment when it is most
   * @param offHeap outside of it
   */
  public record Part(long heap, long offHeap) {

    static final Part NONE = new Part(0, 0);

    Part plus(Part other, int times) {
      return new Part(heap + times * other.heap, offHeap + times * other.offHeap);
    }
  }
}
