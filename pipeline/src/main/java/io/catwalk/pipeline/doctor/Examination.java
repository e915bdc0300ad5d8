package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.config.ExperimentConfig;
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
  private final Ward ward;
  private final Consumer<String> progress;

  Examination(
      SparkSession session,
      ExperimentConfig config,
      DoctorOptions options,
      Clock executorsClock,
      Devices devices,
      Consumer<String> progress) {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.workers = config.train().workers();
    this.options = options;
    this.ward = new Ward(session, executorsClock, devices);
    this.progress = progress;
  }

  /**
   * @param needed URIs that every executor must be able to read
   * @param seen is given what is known, once or twice
   */
  List<Finding> run(List<String> needed, SourceFiles files, Consumer<Patient> seen) {
    List<Finding> findings = new ArrayList<>();
    progress.accept("waiting for executors");
    if (ExecutorArrivals.await(spark, workers, options.waitSeconds()) == 0) {
      List<String> ends = new ExecutorSlots(spark).ends();
      return List.of(
          ends.isEmpty()
              ? NoExecutor.came(spark.getConf(), options.waitSeconds())
              : NoExecutor.stayed(ends));
    }
    Patient patient;
    try {
      progress.accept("asking executors");
      // The first job loads classes; the second is quick enough to compare clocks by.
      ward.visit(workers, files, List.of());
      patient = ward.visit(workers, files, needed);
      seen.accept(patient);
    } catch (Exception e) { // Spark throws what its methods do not declare.
      return List.of(NoExecutor.answers(TaskFailure.inALine(e)));
    }
    if (options.benchmarkSeconds() > 0) {
      patient = exercised(patient, findings);
      seen.accept(patient);
    }
    for (Check check : Check.ALL) {
      findings.addAll(check.of(patient));
    }
    return findings;
  }

  private Patient exercised(Patient patient, List<Finding> findings) {
    progress.accept("training LeNet-5 for a moment on every executor");
    try {
      return ward.exercise(patient, options.benchmarkSeconds());
    } catch (Exception e) { // Spark throws what its methods do not declare.
      findings.add(
          Finding.error(
              NativeCheck.NAME,
              "LeNet-5 cannot be trained " + TaskFailure.inALine(e),
              "no network can",
              "unset -Dorg.bytedeco.javacpp.platform.extension, and build for the executors' platform (-Dnatives.platform)"));
      return patient;
    }
  }
}
