package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.spark.SparkSessions;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** On a Spark of its own. */
public final class SparkDoctor implements Doctor {

  private final Clock executorsClock;
  private final Devices devices;

  public SparkDoctor() {
    this(Clock.systemUTC(), new NvidiaDevices());
  }

  /**
   * @param executorsClock what executors take for the time; can be serialised
   * @param devices how they look for GPUs
   */
  public SparkDoctor(Clock executorsClock, Devices devices) {
    this.executorsClock = executorsClock;
    this.devices = devices;
  }

  @Override
  public Diagnosis examine(
      ExperimentConfig config, DoctorOptions options, Consumer<String> progress) {
    long began = System.nanoTime();
    List<Finding> findings = new ArrayList<>();
    List<ProcessFacts> processes = new ArrayList<>();
    HadoopStorage storage = HadoopStorage.with(config.cluster().hadoop());
    progress.accept("trying the storage " + config.storageRoot());
    String master = config.cluster().master();
    try (StorageVisit visit = StorageVisit.begin(storage, config, true)) {
      findings.addAll(visit.findings());
      progress.accept("starting Spark" + (master.isEmpty() ? "" : " on " + master));
      try (SparkSession session = SparkSessions.open(config.cluster(), "catwalk doctor")) {
        master = session.sparkContext().master();
        examine(session, config, options, visit.needed(), storage.sources(), progress)
            .ifPresentOrElse(
                patient -> {
                  processes.addAll(patient.processes());
                  Check.ALL.forEach(check -> findings.addAll(check.of(patient)));
                },
                () -> findings.add(nobody(session, options)));
      } catch (CatwalkException e) {
        findings.add(unreachable(e));
      }
    }
    return new Diagnosis(
        master, config.storageRoot(), (System.nanoTime() - began) / 1e9, findings, processes);
  }

  private java.util.Optional<Patient> examine(
      SparkSession session,
      ExperimentConfig config,
      DoctorOptions options,
      List<String> needed,
      SourceFiles files,
      Consumer<String> progress) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    progress.accept("waiting for executors");
    if (!new Executors(spark).await(config.train().workers(), options.waitSeconds())) {
      return java.util.Optional.empty();
    }
    Ward ward = new Ward(session, executorsClock, devices);
    progress.accept("asking executors");
    // The first job loads classes; the second is quick enough to compare clocks by.
    ward.visit(config.train().workers(), files, List.of());
    Patient patient = ward.visit(config.train().workers(), files, needed);
    if (options.benchmarkSeconds() > 0) {
      progress.accept("training LeNet-5 for a moment on every executor");
      patient = ward.exercise(patient, options.benchmarkSeconds());
    }
    return java.util.Optional.of(patient);
  }

  private static Finding nobody(SparkSession session, DoctorOptions options) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    List<String> ends = new Executors(spark).ends();
    return ends.isEmpty()
        ? NoExecutor.came(spark.getConf(), options.waitSeconds())
        : NoExecutor.stayed(ends);
  }

  private static Finding unreachable(CatwalkException e) {
    if (e.exitCode() != ExitCode.CLUSTER) {
      throw e;
    }
    return Finding.error(
        "spark",
        e.getMessage(),
        "every job starts with it",
        "set cluster.master (--master) to a master that answers, and look at its log");
  }
}
