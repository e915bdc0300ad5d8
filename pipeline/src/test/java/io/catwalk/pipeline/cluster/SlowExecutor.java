package io.catwalk.pipeline.cluster;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * An executor that registers with the others and runs tasks later, as one does whose disk is slow
 * while it fetches the application's jar.
 */
public final class SlowExecutor implements SparkPlugin, ExecutorPlugin {

  private static final String ID = "0";
  private static final int LATE_SECONDS = 6;

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return this;
  }

  @Override
  public void init(PluginContext context, Map<String, String> settings) {
    if (context.executorID().equals(ID)) {
      try {
        TimeUnit.SECONDS.sleep(LATE_SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
