package io.catwalk.pipeline.doctor;

import java.io.Serializable;
import java.util.List;

/**
 * A driver's or an executor's process, as it sees itself.
 *
 * @param process {@code driver} or the executor's id
 * @param host as Spark calls it
 * @param machine the same text in all processes of one machine, whatever their hosts are called
 * @param slots tasks that it runs at once; 0 for a driver that runs none
 * @param clockMillis its clock, in milliseconds since 1970
 * @param gpus addresses of devices that it may use
 * @param unreadable what it could not read of what it must, a sentence each
 * @param imagesPerSecond of LeNet-5, by all its slots together; 0 where it was not measured
 */
public record ProcessFacts(
    String process,
    String host,
    String machine,
    int slots,
    Versions versions,
    Cores cores,
    Memory memory,
    Natives natives,
    long clockMillis,
    List<String> gpus,
    List<String> unreadable,
    double imagesPerSecond)
    implements Serializable {

  /** Of what runs there. */
  public record Versions(String java, String spark, String scala, String hadoop)
      implements Serializable {}

  /**
   * @param usable by this process, as its container allows
   * @param machine that the machine has
   * @param ompThreads OpenMP threads that each task starts
   */
  public record Cores(int usable, int machine, int ompThreads) implements Serializable {}

  /**
   * In bytes.
   *
   * @param heap most that the JVM's heap takes
   * @param offHeap most that JavaCPP allows outside of it
   * @param physical most that JavaCPP allows the whole process, as the system counts; 0 for any
   * @param limit of the container, else of the machine
   * @param contained whether the limit is a container's
   */
  public record Memory(long heap, long offHeap, long physical, long limit, boolean contained)
      implements Serializable {}

  /**
   * @param engine what computes, with its version and instruction set; absent where it cannot be
   *     loaded
   * @param gpuObstacle why networks cannot be trained on GPUs there, in one line; empty where they
   *     can, and where nobody asked for that
   * @param objection why no library can be loaded, in a line; absent where they can
   */
  public record Natives(String engine, String gpuObstacle, String objection)
      implements Serializable {

    /** Where libraries can be loaded. */
    public Natives(String engine, String gpuObstacle) {
      this(engine, gpuObstacle, null);
    }
  }

  String name() {
    return process.equals("driver") ? "the driver" : "executor " + process + " on " + host;
  }

  ProcessFacts withSlots(int found) {
    return new ProcessFacts(
        process,
        host,
        machine,
        found,
        versions,
        cores,
        memory,
        natives,
        clockMillis,
        gpus,
        unreadable,
        imagesPerSecond);
  }

  ProcessFacts withSpeed(double measured) {
    return new ProcessFacts(
        process,
        host,
        machine,
        slots,
        versions,
        cores,
        memory,
        natives,
        clockMillis,
        gpus,
        unreadable,
        measured);
  }
}
