package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.spark.TaskDevice;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** Looks for GPUs, inside a task. */
public interface GpuFinder extends Serializable {

  /** Of who computes nothing. */
  GpuFinder NONE =
      new GpuFinder() {
        private static final long serialVersionUID = 1L;

        @Override
        public List<String> visible() {
          return List.of();
        }

        @Override
        public String obstacle() {
          return "";
        }
      };

  /** Addresses of those that the process may use; empty for none. */
  List<String> visible();

  /** Why the engine cannot compute on them, in one line; empty where it can. */
  String obstacle();

  /** What Spark has given the task, else what NVIDIA's driver lists. */
  record Nvidia() implements GpuFinder {

    private static final long serialVersionUID = 1L;
    private static final Path DRIVER = Path.of("/proc/driver/nvidia/gpus");

    @Override
    public List<String> visible() {
      TaskContext task = TaskContext.get();
      ResourceInformation given = task == null ? null : task.resourcesJMap().get("gpu");
      if (given != null) {
        return Arrays.asList(given.addresses());
      }
      if (!Files.isDirectory(DRIVER)) {
        return List.of();
      }
      try (Stream<Path> gpus = Files.list(DRIVER)) {
        return gpus.map(gpu -> gpu.getFileName().toString()).sorted().toList();
      } catch (IOException e) {
        return List.of();
      }
    }

    @Override
    public String obstacle() {
      return TaskDevice.obstacle();
    }
  }
}
