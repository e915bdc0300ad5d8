package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.doctor.Diagnosis;
import io.catwalk.pipeline.doctor.Doctor;
import io.catwalk.pipeline.doctor.Doctor.DoctorOptions;
import io.catwalk.pipeline.doctor.Finding;
import io.catwalk.pipeline.doctor.Severity;
import java.util.List;
import java.util.function.Consumer;

/** Finds what it is told to find. */
final class FakeDoctor implements Doctor {

  ExperimentConfig config;
  DoctorOptions options;
  Severity severity = Severity.WARNING;

  @Override
  public Diagnosis examine(
      ExperimentConfig config, DoctorOptions options, Consumer<String> progress) {
    this.config = config;
    this.options = options;
    progress.accept("asking executors");
    return new Diagnosis(
        "local[2]",
        "file:/store",
        1.5,
        severity != Severity.ERROR,
        List.of(
            new Finding("java", Severity.OK, "Java 17", "", ""),
            new Finding("threads", severity, "four on two", "they spin", "set two")),
        List.of());
  }
}
