package io.catwalk.pipeline.spark;

import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/**
 * Lets a task end that Spark wants to end: unless a task looks itself, it keeps its core for as
 * long as it computes or waits.
 */
public final class EndedTask {

  private EndedTask() {}

  /**
   * @throws TaskKilledException when this thread runs a task of a job that is over; Spark does not
   *     count it as a failure
   */
  public static void check() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException("its job is over");
    }
  }
}
