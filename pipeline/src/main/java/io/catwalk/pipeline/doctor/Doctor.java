package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.config.ExperimentConfig;
import java.util.function.Consumer;

/** Examines a cluster and a storage before a long job. */
public interface Doctor {

  /**
   * Opens Spark and storage as the configuration says, looks, and closes them.
   *
   * @param options how thoroughly
   * @param progress hears what is being done, a line each
   * @throws io.catwalk.pipeline.CatwalkException (usage) when the configuration is wrong; what
   *     fails otherwise is a finding
   */
  Diagnosis examine(ExperimentConfig config, DoctorOptions options, Consumer<String> progress);

  /**
   * @param waitSeconds for which the first executor is waited for, at least 1
   * @param benchmarkSeconds for which each executor trains LeNet-5; 0 leaves that out
   */
  record DoctorOptions(int waitSeconds, double benchmarkSeconds) {

    public static final int USUAL_WAIT = 60;
    public static final double USUAL_BENCHMARK = 2;
  }
}
