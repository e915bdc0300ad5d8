package io.catwalk.pipeline.spark;

import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Precision;
import io.catwalk.pipeline.CatwalkException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** What computes in a task: a processor, or the GPU that Spark gave it. */
public final class TaskDevice {

  /** Setting of Spark: whether networks are trained on GPUs, by {@code train.accelerator}. */
  public static final String WANTED = "spark.catwalk.accelerator.gpu";

  /** Name of the engine's device that is a GPU. */
  static final String GPU = "cuda";

  private TaskDevice() {}

  /**
   * The engine's device for the task that asks.
   *
   * @param name of a device of the engine
   * @param precision of its products, where it has a choice
   * @throws CatwalkException (cluster) where there is none, or the GPU's address is none of this
   *     process's
   */
  public static Device engine(String name, Precision precision) {
    if (!name.equals(GPU)) {
      return Device.named(name);
    }
    Devices devices = devices(SparkEnv.get().conf());
    try {
      return devices.engine(number(devices.count()), precision);
    } catch (DeviceException e) {
      throw CatwalkException.cluster(
          String.format(
              Locale.ROOT,
              "train.accelerator = gpu, on %s: %s",
              SparkEnv.get().blockManager().blockManagerId().host(),
              e.getMessage()),
          e);
    }
  }

  /**
   * Where the task that asks computes by a device of the engine: the same text for the same
   * processor or GPU. Costs nothing, while {@link #engine} looks at the machine.
   */
  public static String place(String name) {
    return gpu().map(gpu -> name + " " + String.join(" ", gpu.addresses())).orElse(name);
  }

  private static Optional<ResourceInformation> gpu() {
    return Optional.ofNullable(TaskContext.get())
        .map(task -> task.resourcesJMap().get(GpuRequest.RESOURCE));
  }

  /** Whether networks are trained on GPUs. */
  public static boolean wanted() {
    return SparkEnv.get().conf().getBoolean(WANTED, false);
  }

  /** Why the task that asks can compute on no GPU, in one line; empty where it can. */
  public static String obstacle() {
    try {
      engine(GPU, Precision.TF32).description();
      return "";
    } catch (CatwalkException | DeviceException e) {
      return e.getMessage();
    }
  }

  private static int number(int count) {
    Optional<ResourceInformation> gpu = gpu();
    if (gpu.isPresent()) {
      return number(List.of(gpu.get().addresses()), count);
    }
    // With a local master all tasks are threads of one process, which shares its first one.
    if (count == 0) {
      throw new DeviceException("this process sees no GPU; nvidia-smi lists those of a machine");
    }
    return 0;
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
              count));
    }
    return number;
  }

  /** NVIDIA's, unless a test names others. */
  private static Devices devices(SparkConf conf) {
    String name = conf.get(GpuRequest.DEVICES, "");
    if (name.isEmpty()) {
      return new CudaDevices();
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

  /** The GPUs of a process, numbered from 0. */
  public interface Devices {

    /**
     * How many the process sees.
     *
     * @throws io.catwalk.models.engine.DeviceException where they cannot be asked for
     */
    int count();

    /** What computes on one of them. */
    Device engine(int number, Precision precision);
  }
}
