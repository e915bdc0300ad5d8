package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.spark.ExecutorSlots;
import io.catwalk.pipeline.storage.SourceFiles;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** Asks the executors for their facts. */
final class ExecutorSurvey {

  private final JavaSparkContext spark;
  private final ExecutorSlots executors;
  private final Clock clock;
  private final GpuFinder devices;

  /**
   * @param clock of the executors
   */
  ExecutorSurvey(SparkSession session, Clock clock, GpuFinder devices) {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.executors = new ExecutorSlots(spark);
    this.clock = clock;
    this.devices = devices;
  }

  /**
   * One job.
   *
   * @param files reads what follows
   * @param needed URIs that every executor must be able to read
   */
  ClusterFacts visit(int workers, SourceFiles files, List<String> needed) {
    List<Integer> tasks = tasks();
    LookAround look = new LookAround(clock, devices, files, needed);
    spark.setJobDescription("doctor: look around");
    long asked = System.currentTimeMillis();
    List<byte[]> answers = spark.parallelize(tasks, tasks.size()).mapPartitions(look).collect();
    long answered = System.currentTimeMillis();
    spark.setJobDescription(null);
    Map<String, Integer> slots = executors.byExecutor();
    Map<String, ProcessFacts> found = new LinkedHashMap<>();
    for (byte[] answer : answers) {
      ProcessFacts facts = Json.read(answer, ProcessFacts.class, "what an executor told");
      found.put(facts.process(), facts.withSlots(slots.getOrDefault(facts.process(), 0)));
    }
    return new ClusterFacts(
        spark.master(),
        settings(),
        workers,
        ProcessFactsReader.read(Clock.systemUTC(), GpuFinder.NONE, List.of()),
        found.values().stream()
            .sorted(java.util.Comparator.comparing(ProcessFacts::process))
            .toList(),
        asked,
        answered);
  }

  /** The same cluster after each executor has trained on all its slots at once. */
  ClusterFacts exercise(ClusterFacts cluster, double seconds) {
    List<Integer> tasks = tasks();
    spark.setJobDescription("doctor: train LeNet-5 for a moment");
    Map<String, Double> speeds = new HashMap<>();
    for (String line :
        spark.parallelize(tasks, tasks.size()).mapPartitions(new LeNetTrial(seconds)).collect()) {
      String[] told = line.split("\t", 2);
      speeds.merge(told[0], Double.parseDouble(told[1]), Double::sum);
    }
    spark.setJobDescription(null);
    return cluster.withExecutors(
        cluster.executors().stream()
            .map(e -> e.withSpeed(speeds.getOrDefault(e.process(), 0.0)))
            .toList());
  }

  /** A task for every slot: where all are free, every executor gets its own. */
  private List<Integer> tasks() {
    return IntStream.range(0, Math.max(1, executors.all())).boxed().toList();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    for (Tuple2<String, String> setting : spark.getConf().getAll()) {
      settings.put(setting._1(), setting._2());
    }
    return settings;
  }
}
