package io.catwalk.pipeline.spark;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Lets every executor know, before its first task, where native libraries go and where CUDA's are,
 * write no crash dumps, and take its copies of jars along when it ends.
 */
public final class NativesPlugin implements SparkPlugin {

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> settings) {
        NativesFolder.use(context.conf()); // what is wrong there, the doctor tells
        CrashDumps.forbid();
        CudaDevices.lookInto(context.conf().get(GpuRequest.CUDA_LIBRARIES, ""));
        OwnCopies.deleteAtTheEnd(context.conf(), context.executorID());
      }
    };
  }
}
