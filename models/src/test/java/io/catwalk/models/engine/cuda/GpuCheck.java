package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Precision;
import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Samples;
import io.catwalk.models.engine.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Checks the device {@code cuda} on a machine with a GPU: what {@code submit/gpu-check} runs. Ends
 * with one table, and the same as {@code gpu-check.json}.
 */
public final class GpuCheck {

  private static final int THREADS = 8;
  private static final long MINUTES = 2;

  private GpuCheck() {}

  /**
   * @param arguments folder for {@code gpu-check.json}; parts to run, all where there is none
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    List<String> parts =
        arguments.length > 1
            ? List.of(arguments).subList(1, arguments.length)
            : List.of("device", "speed", "torch", "bits", "memory", "agreement");
    try {
      CudaLibraries.load();
      System.out.println(new CudaDevice().description());
    } catch (DeviceException e) {
      System.err.println("gpu-check: " + e.getMessage());
      System.exit(4);
    }
    CheckReport report = new CheckReport();
    for (String part : parts) {
      long begin = System.nanoTime();
      try {
        run(part, report);
      } catch (IOException | RuntimeException e) {
        e.printStackTrace(System.out);
        report.fail(part, "ended early", e);
      }
      System.out.printf(Locale.ROOT, "-- %s: %.1f s%n", part, (System.nanoTime() - begin) / 1e9);
    }
    System.out.println();
    System.out.print(report.table());
    System.out.println(report.isGood() ? "gpu-check: all is well" : "gpu-check: FAILED");
    Files.writeString(folder.resolve("gpu-check.json"), report.json());
    System.exit(report.isGood() ? 0 : 1);
  }

  private static void run(String part, CheckReport report) throws IOException {
    switch (part) {
      case "device" -> report.tell("device", "description", new CudaDevice().description());
      case "agreement" -> agreement(report);
      case "bits" -> new StateCheck(report).bits();
      case "memory" -> new StateCheck(report).memory();
      case "speed" -> new SpeedCheck(report).all();
      case "profile" -> new SpeedCheck(report).profiles();
      case "torch" -> new TorchPeer(report).run();
      default -> throw new IllegalArgumentException("no part is called " + part);
    }
  }

  /** Every network and block beside the reference, several at a time. */
  private static void agreement(CheckReport report) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    for (Sample sample : Samples.all()) {
      threads.execute(() -> agreement(sample, report));
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(MINUTES, TimeUnit.MINUTES)) {
        threads.shutdownNow();
        report.add("agreement", "all", "not done in " + MINUTES + " min", "done", false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void agreement(Sample sample, CheckReport report) {
    boolean isLarge = sample.isDeep();
    try {
      Agreement agreement = isLarge ? new Agreement(sample, 7, 1) : new Agreement(sample, 7, 4);
      Agreement.Distances exact = measure(agreement, Precision.FP32);
      // The reference takes its time for it, and what TF32 rounds it rounds in the others too.
      report.add(
          "agreement",
          sample.name(),
          String.format(
                  Locale.ROOT, "fp32 gradient %.1e all %.1e", exact.gradient(), exact.largest())
              + (isLarge ? "" : told(measure(agreement, Precision.TF32))),
          "fp32 1e-4",
          exact.largest() < 1e-4);
    } catch (RuntimeException e) {
      e.printStackTrace(System.out);
      report.fail("agreement", sample.name(), e);
    }
  }

  private static String told(Agreement.Distances rounded) {
    return String.format(
        Locale.ROOT, "; tf32 gradient %.1e all %.1e", rounded.gradient(), rounded.largest());
  }

  private static Agreement.Distances measure(Agreement agreement, Precision precision) {
    try (Session session = new CudaDevice(0, precision).open(agreement.plan(), 7)) {
      return agreement.measure(session);
    }
  }
}
