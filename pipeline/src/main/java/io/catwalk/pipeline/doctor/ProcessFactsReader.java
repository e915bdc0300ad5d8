package io.catwalk.pipeline.doctor;

import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.DeviceException;
import io.catwalk.pipeline.spark.NativesFolder;
import io.catwalk.pipeline.spark.TaskDevice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkEnv;
import org.bytedeco.javacpp.Pointer;

/** Gathers the facts of the process that it runs in. */
final class ProcessFactsReader {

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private ProcessFactsReader() {}

  /**
   * @param unreadable what it could not read
   */
  static ProcessFacts read(Clock clock, GpuFinder devices, List<String> unreadable) {
    SparkEnv env = SparkEnv.get();
    String host = env == null ? hostName() : env.blockManager().blockManagerId().host();
    return new ProcessFacts(
        env == null ? "driver" : env.executorId(),
        host,
        machine(host),
        0,
        versions(),
        cores(),
        memory(),
        natives(obstacle(devices)),
        clock.millis(),
        devices.visible(),
        unreadable,
        0);
  }

  private static ProcessFacts.Versions versions() {
    return new ProcessFacts.Versions(
        System.getProperty("java.version"),
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        scala.util.Properties.versionNumberString(),
        VersionInfo.getVersion());
  }

  private static ProcessFacts.Cores cores() {
    int usable = Runtime.getRuntime().availableProcessors();
    int machine = usable;
    try (Stream<String> lines = Files.lines(CPUINFO)) {
      machine = Math.max(usable, (int) lines.filter(l -> l.startsWith("processor")).count());
    } catch (IOException e) {
      // No Linux: what is usable is all that is known.
    }
    return new ProcessFacts.Cores(usable, machine, ompThreads(usable));
  }

  /** OpenMP takes every core where it is not told. */
  private static int ompThreads(int usable) {
    String told = System.getenv("OMP_NUM_THREADS");
    return told != null && told.strip().matches("[1-9]\\d{0,4}.*")
        ? Integer.parseInt(told.strip().split("\\D", 2)[0])
        : usable;
  }

  private static ProcessFacts.Memory memory() {
    MemoryLimit limit = MemoryLimit.of(Path.of("/"));
    return new ProcessFacts.Memory(
        Runtime.getRuntime().maxMemory(),
        Pointer.maxBytes(),
        Pointer.maxPhysicalBytes(),
        limit.bytes(),
        limit.contained());
  }

  /** Asked where a training would compute on GPUs: loading CUDA takes a moment. */
  private static String obstacle(GpuFinder devices) {
    return TaskDevice.wanted() ? devices.obstacle() : "";
  }

  private static ProcessFacts.Natives natives(String gpuObstacle) {
    Optional<String> objection = NativesFolder.objection();
    if (objection.isPresent()) {
      return new ProcessFacts.Natives(null, gpuObstacle, objection.get());
    }
    try {
      return new ProcessFacts.Natives(Device.named("cpu").description(), gpuObstacle);
    } catch (DeviceException e) {
      return new ProcessFacts.Natives(null, gpuObstacle, e.getMessage());
    }
  }

  private static String machine(String host) {
    try {
      return Files.readString(BOOT).strip();
    } catch (IOException e) {
      return host;
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
