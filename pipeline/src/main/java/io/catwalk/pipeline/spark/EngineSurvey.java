package io.catwalk.pipeline.spark;

import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Precision;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ComputeConfig;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;

/** What the engine's devices on executors are, asked before anything is trained on them. */
public final class EngineSurvey {

  private EngineSurvey() {}

  /**
   * @param description of a device in one line; empty where there is a problem
   * @param problem in one line; empty where there is none
   */
  private record Answer(String description, String problem) implements Serializable {}

  private record Ask(String device, Precision precision)
      implements FlatMapFunction<Iterator<Integer>, Answer> {

    @Override
    public Iterator<Answer> call(Iterator<Integer> ignored) {
      Answer answer;
      try {
        answer = new Answer(TaskDevice.engine(device, precision).description(), "");
      } catch (CatwalkException | DeviceException e) {
        // Told and not thrown: Spark would try a task again that can only fail again.
        answer = new Answer("", e.getMessage());
      }
      return List.of(answer).iterator();
    }
  }

  /**
   * Descriptions of the devices of all executors, sorted, each once: more than one where machines
   * differ.
   *
   * <p>Deeplearning4j's layers have kernels by the instruction set, too, which the engine's device
   * for processors tells.
   *
   * @throws CatwalkException (cluster) where a task would have none
   */
  public static List<String> of(SparkSession session, ComputeConfig compute) {
    String device = compute.device().isEmpty() ? "cpu" : compute.device();
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    // A task for every slot, so that few executors are missed.
    List<Integer> tasks = IntStream.range(0, spark.defaultParallelism()).boxed().toList();
    List<Answer> answers =
        GpuTasks.of(spark.parallelize(tasks, tasks.size()))
            .mapPartitions(new Ask(device, compute.precision()))
            .collect();
    Optional<Answer> problem =
        answers.stream().filter(answer -> !answer.problem().isEmpty()).findFirst();
    if (problem.isPresent()) {
      throw CatwalkException.cluster(problem.get().problem());
    }
    return answers.stream().map(Answer::description).distinct().sorted().toList();
  }
}
