package io.catwalk.pipeline.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether who computes on GPUs has any. */
final class DeviceCheck implements Check {

  static final String NAME = "gpus";
  private static final String AMOUNT = "spark.executor.resource.gpu.amount";

  @Override
  public List<Finding> of(Patient patient) {
    List<Finding> findings = new ArrayList<>();
    boolean asked = !patient.setting(AMOUNT, "0").equals("0");
    for (ProcessFacts executor : patient.executors()) {
      boolean has = !executor.gpus().isEmpty();
      if (executor.natives().cuda() && !has) {
        findings.add(
            Finding.error(
                NAME,
                executor.name() + " has no GPU, and this build of Catwalk computes on GPUs alone",
                "ND4J cannot start without one",
                "ask for them by " + AMOUNT + "=1, or take a build without -Pcuda"));
      } else if (has && !executor.natives().cuda()) {
        findings.add(
            Finding.warning(
                NAME,
                String.format(
                    Locale.ROOT,
                    "%s has %d GPUs, and this build of Catwalk computes on processors alone",
                    executor.name(),
                    executor.gpus().size()),
                "they stay idle, and nobody else gets them",
                "build with -Pcuda, or ask for no " + AMOUNT));
      }
    }
    if (findings.isEmpty()) {
      long gpus = patient.executors().stream().mapToLong(e -> e.gpus().size()).sum();
      findings.add(
          Finding.ok(NAME, gpus == 0 && !asked ? "none, and none is needed" : gpus + " in all"));
    }
    return findings;
  }
}
