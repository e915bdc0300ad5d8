package io.catwalk.pipeline.cluster;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Stands in for the application, to see what the scripts make of a job. Arguments: any, the number
 * of tasks, the exit code, then a folder to write to or nothing. Prints a line a task.
 */
public final class ProbeJob {
  private ProbeJob() {}

  public static void main(String[] arguments) {
    int exitCode = Integer.parseInt(arguments[2]);
    try (SparkSession session = SparkSession.builder().appName("probe").getOrCreate();
        JavaSparkContext context = new JavaSparkContext(session.sparkContext())) {
      int tasks = Integer.parseInt(arguments[1]);
      List<String> lines = whereTasksRun(context, tasks);
      lines.forEach(System.out::println);
      if (arguments.length > 3) {
        context.parallelize(lines, tasks).saveAsTextFile(arguments[3]);
      }
    }
    System.exit(exitCode);
  }

  /**
   * A standalone master starts a job with the first executor that is there, so ask until all are.
   */
  private static List<String> whereTasksRun(JavaSparkContext context, int tasks) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    List<String> lines;
    do {
      lines = context.parallelize(List.of(1, 2), tasks).map(new WhereTaskRuns()).collect();
    } while (Set.copyOf(lines).size() < tasks && System.nanoTime() < deadline);
    return lines;
  }
}
