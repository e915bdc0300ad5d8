package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.doctor.Doctor.DoctorOptions;
import io.catwalk.pipeline.spark.SparkSessions;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** On a Spark of its own. */
public final class SparkDoctor implements Doctor {

  private final Clock executorsClock;
  private final GpuFinder devices;

  public SparkDoctor() {
    this(Clock.systemUTC(), new GpuFinder.Nvidia());
  }

  /**
   * @param executorsClock what executors take for the time; can be serialised
   * @param devices how they look for GPUs
   */
  public SparkDoctor(Clock executorsClock, GpuFinder devices) {
    this.executorsClock = executorsClock;
    this.devices = devices;
  }

  @Override
  public Diagnosis examine(
      ExperimentConfig config, DoctorOptions options, Consumer<String> progress) {
    long began = System.nanoTime();
    List<Finding> findings = new ArrayList<>();
    List<ProcessFacts> processes = new ArrayList<>();
    HadoopStorage storage = HadoopStorage.ofSpark(config.cluster().settings());
    progress.accept("trying the storage " + config.storageRoot());
    String master = config.cluster().master();
    try (StorageVisit visit = StorageVisit.begin(storage, config, true)) {
      findings.addAll(visit.findings());
      progress.accept("starting Spark" + (master.isEmpty() ? "" : " on " + master));
      try (SparkSession session = SparkSessions.open(config.cluster(), "catwalk doctor")) {
        master = session.sparkContext().master();
        Consumer<ClusterFacts> seen =
            cluster -> {
              processes.clear();
              processes.addAll(cluster.processes());
            };
        findings.addAll(
            new Examination(session, config, options, executorsClock, devices, progress)
                .run(visit.needed(), storage.sources(), seen));
      } catch (CatwalkException e) {
        findings.add(unreachable(e));
      }
    }
    return new Diagnosis(
        master, config.storageRoot(), (System.nanoTime() - began) / 1e9, findings, processes);
  }

  private static Finding unreachable(CatwalkException e) {
    if (e.exitCode() != ExitCode.CLUSTER) {
      throw e;
    }
    boolean devices = e.getMessage().contains("GPU");
    return Finding.error(
        devices ? DeviceCheck.NAME : "spark",
        e.getMessage(),
        "every job starts with it",
        devices
            ? "give workers spark.worker.resource.gpu.amount and a discoveryScript, or ask for no GPUs"
            : "set cluster.master (--master) to a master that answers, and look at its log");
  }
}
