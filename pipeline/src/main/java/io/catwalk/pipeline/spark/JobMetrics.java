package io.catwalk.pipeline.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.function.DoubleSupplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * Figures of a job under way, in Spark's own metrics system: every sink that {@code
 * spark.metrics.conf} names shows them beside those of Spark, as {@code
 * <application>.driver.catwalk.<stage>.<figure>}.
 */
public final class JobMetrics implements Source, AutoCloseable {

  private final String name;
  private final MetricRegistry registry = new MetricRegistry();
  private final SparkEnv env = SparkEnv.get();

  /**
   * Shows nothing until {@link #show}.
   *
   * @param stage such as {@code train}
   */
  public JobMetrics(String stage) {
    this.name = "catwalk." + stage;
  }

  /**
   * Adds a figure.
   *
   * @param value is asked by any thread whenever a sink looks
   */
  public JobMetrics with(String figure, DoubleSupplier value) {
    registry.register(figure, (Gauge<Double>) value::getAsDouble);
    return this;
  }

  /** Lets sinks see them until {@link #close}. */
  public JobMetrics show() {
    env.metricsSystem().registerSource(this);
    return this;
  }

  @Override
  public String sourceName() {
    return name;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  @Override
  public void close() {
    env.metricsSystem().removeSource(this);
  }
}
