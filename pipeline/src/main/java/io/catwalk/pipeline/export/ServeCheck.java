package io.catwalk.pipeline.export;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.run.ModelReference;
import io.catwalk.pipeline.run.StoredModel;
import io.catwalk.pipeline.run.Workbench;
import io.catwalk.pipeline.runs.RunPaths;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A stored model and its ONNX twin beside each other on this machine: how fast each answers, and
 * whether they answer alike. Without Spark.
 */
public final class ServeCheck {

  /** Images of a request where throughput is measured. */
  private static final int BATCH = 32;

  private static final int COMPARED = 256;

  /** By which probabilities of a model that may serve differ at most. */
  private static final double TOLERANCE = 1e-4;

  private final ExperimentConfig config;

  /**
   * @param config tells the storage
   */
  public ServeCheck(ExperimentConfig config) {
    this.config = config;
  }

  /**
   * @param onnxRuntime the jar of ONNX Runtime; empty where it is on the class path
   * @param threads that are many, at least 1
   * @param seconds of each of the six measurements
   */
  public record Request(
      ModelReference model, Optional<Path> onnxRuntime, int threads, int seconds) {}

  /**
   * @throws CatwalkException (usage) when there is no ONNX Runtime, or OpenMP has more than a
   *     thread; (data) when there is no such model, or its twin answers otherwise
   */
  public ServeCheckSummary run(Request request) {
    requireOneThread(Optional.ofNullable(System.getenv("OMP_NUM_THREADS")));
    try (Workbench bench = new Workbench(config, () -> "catwalk serve-check")) {
      StoredModel stored = StoredModel.open(bench, request.model());
      TrainedModel model = stored.model();
      byte[] twin = OnnxTwin.of(model, stored.beside(RunPaths.RUN)).bytes();
      try (OnnxRuntimeForm onnx =
          OnnxRuntimeForm.open(twin, request.onnxRuntime(), ServeCheck.class.getClassLoader())) {
        return measured(request, stored, new EngineForm(model), onnx);
      }
    }
  }

  /** A thread of the engine's would be all cores otherwise. */
  static void requireOneThread(Optional<String> told) {
    if (!told.equals(Optional.of("1"))) {
      throw CatwalkException.usage(
          "OMP_NUM_THREADS is "
              + told.orElse("not set")
              + "; serve-check counts threads itself: set it to 1, as submit/catwalk does");
    }
  }

  private static ServeCheckSummary measured(
      Request request, StoredModel stored, EngineForm zip, OnnxRuntimeForm onnx) {
    ModelCard card = stored.model().card();
    double difference = difference(card, zip, onnx);
    if (!(difference <= TOLERANCE)) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s and its ONNX twin differ by %.1e in a probability; expected at most %.0e",
              stored.uri(),
              difference,
              TOLERANCE));
    }
    long nanos = TimeUnit.SECONDS.toNanos(request.seconds());
    Pace pace = new Pace(card.shape(), BATCH, request.threads(), nanos);
    return new ServeCheckSummary(
        card.model(),
        stored.uri(),
        card.shape().toString(),
        BATCH,
        request.threads(),
        pace.of(EngineForm.description(), zip),
        pace.of(onnx.description(), onnx),
        COMPARED,
        difference,
        card.synthetic());
  }

  private static double difference(
      ModelCard card, ServedModel.Form first, ServedModel.Form second) {
    double largest = 0;
    for (int i = 0; i < COMPARED / BATCH; i++) {
      ServedModel.Pictures pictures = ServedModel.Pictures.draw(card.shape(), BATCH, i);
      try (ServedModel one = first.open(pictures);
          ServedModel other = second.open(pictures)) {
        float[][] expected = one.answer();
        float[][] found = other.answer();
        for (int row = 0; row < expected.length; row++) {
          for (int k = 0; k < expected[row].length; k++) {
            // What is no number is larger than anything.
            double difference = Math.abs((double) found[row][k] - expected[row][k]);
            largest = Double.isNaN(difference) ? difference : Math.max(largest, difference);
          }
        }
      }
    }
    return largest;
  }
}
