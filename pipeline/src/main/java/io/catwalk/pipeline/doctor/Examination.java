package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.doctor.Doctor.DoctorOptions;
import io.catwalk.pipeline.spark.ExecutorArrivals;
import io.catwalk.pipeline.spark.ExecutorSlots;
import io.catwalk.pipeline.spark.TaskFailure;
import io.catwalk.pipeline.storage.SourceFiles;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The part of an examination for which Spark must run. */
final class Examination {

  private final JavaSparkContext spark;
  private final int workers;
  private final DoctorOptions options;
  private final ExecutorSurvey survey;
  private final Consumer<String> progress;

  Examination(
      SparkSession session,
      ExperimentConfig config,
      DoctorOptions options,
      Clock executorsClock,
      GpuFinder devices,
      Consumer<String> progress) {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.workers = config.train().workers();
    this.options = options;
    this.survey = new ExecutorSurvey(session, executorsClock, devices);
    this.progress = progress;
  }

  /**
   * @param needed URIs that every executor must be able to read
   * @param seen is given what is known, once or twice
   */
  List<Finding> run(List<String> needed, SourceFiles files, Consumer<ClusterFacts> seen) {
    List<Finding> findings = new ArrayList<>();
    progress.accept("waiting for executors");
    if (ExecutorArrivals.await(spark, workers, options.waitSeconds()) == 0) {
      List<String> ends = new ExecutorSlots(spark).ends();
      return List.of(
          ends.isEmpty()
              ? NoExecutor.came(spark.getConf(), options.waitSeconds())
              : NoExecutor.stayed(ends));
    }
    ClusterFacts cluster;
    try {
      progress.accept("asking executors");
      // The first job loads classes; the second is quick enough to compare clocks by.
      survey.visit(workers, files, List.of());
      cluster = survey.visit(workers, files, needed);
      seen.accept(cluster);
    } catch (Exception e) { // Spark throws what its methods do not declare.
      return List.of(NoExecutor.answers(TaskFailure.inALine(e)));
    }
    if (options.benchmarkSeconds() > 0) {
      cluster = exercised(cluster, findings);
      seen.accept(cluster);
    }
    for (Check check : Check.ALL) {
      findings.addAll(check.of(cluster));
    }
    return findings;
  }

  private ClusterFacts exercised(ClusterFacts cluster, List<Finding> findings) {
    progress.accept("training LeNet-5 for a moment on every executor");
    try {
      return survey.exercise(cluster, options.benchmarkSeconds());
    } catch (Exception e) { // Spark throws what its methods do not declare.
      findings.add(
          Finding.error(
              EngineCheck.NAME,
              "LeNet-5 cannot be trained " + TaskFailure.inALine(e),
              "no network can",
              "build for the executors' platform (-Dnatives.platform)"));
      return cluster;
    }
  }
}
