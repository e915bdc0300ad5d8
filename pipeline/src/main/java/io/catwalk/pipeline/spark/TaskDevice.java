package io.catwalk.pipeline.spark;

import io.catwalk.pipeline.CatwalkException;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * The GPU that Spark gave a task. ND4J deals devices out to threads by itself, in turns, so that
 * two executors of one machine would meet on the same: a task's threads are pinned before they make
 * their first array.
 */
public final class TaskDevice {

  /** Where the system chooses. */
  public static final TaskDevice NONE = new TaskDevice(null, 0);

  private final Devices devices;
  private final int number;

  private TaskDevice(Devices devices, int number) {
    this.devices = devices;
    this.number = number;
  }

  /**
   * Pins the calling thread, which runs a task; nothing happens where tasks get no GPU.
   *
   * @return to pin further threads of the task
   * @throws CatwalkException (cluster) for an address that is none of this process's devices
   */
  public static TaskDevice pin() {
    TaskContext task = TaskContext.get();
    ResourceInformation gpu = task == null ? null : task.resourcesJMap().get(GpuRequest.RESOURCE);
    if (gpu == null) {
      return NONE;
    }
    Devices devices = devices(SparkEnv.get().conf());
    TaskDevice device = new TaskDevice(devices, number(List.of(gpu.addresses()), devices.count()));
    device.pinThisThread();
    return device;
  }

  /** Pins the calling thread to the same device. */
  public void pinThisThread() {
    if (devices != null) {
      devices.pin(number);
    }
  }

  static int number(List<String> addresses, int count) {
    if (addresses.size() != 1) {
      throw CatwalkException.cluster(
          String.format(
              Locale.ROOT,
              "Spark gave a task the GPUs %s; expected one: set spark.task.resource.gpu.amount = 1",
              addresses),
          null);
    }
    String address = addresses.get(0);
    if (!address.matches("\\d{1,4}")) {
      throw CatwalkException.cluster(
          String.format(
              Locale.ROOT,
              "Spark gave a task the GPU %s; expected a device's number, from 0 on: the discovery script must print numbers",
              address),
          null);
    }
    int number = Integer.parseInt(address);
    if (number >= count) {
      throw CatwalkException.cluster(
          String.format(
              Locale.ROOT,
              "Spark gave a task GPU %d, but its process sees %d: the discovery script, or CUDA_VISIBLE_DEVICES, is wrong there",
              number,
              count),
          null);
    }
    return number;
  }

  /** ND4J's, unless a test names others. */
  private static Devices devices(SparkConf conf) {
    String name = conf.get(GpuRequest.DEVICES, "");
    if (name.isEmpty()) {
      return new Nd4jDevices();
    }
    try {
      return Class.forName(name, true, Thread.currentThread().getContextClassLoader())
          .asSubclass(Devices.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(GpuRequest.DEVICES + " = " + name + " cannot be made", e);
    }
  }
}
