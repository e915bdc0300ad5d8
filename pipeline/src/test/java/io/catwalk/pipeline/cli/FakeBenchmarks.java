package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.bench.Benchmarks;
import io.catwalk.pipeline.bench.Benchmarks.IngestRequest;
import io.catwalk.pipeline.bench.Benchmarks.RoundRequest;
import io.catwalk.pipeline.bench.Benchmarks.SparkMlRequest;
import io.catwalk.pipeline.bench.Benchmarks.TrainRequest;
import io.catwalk.pipeline.bench.IngestReport;
import io.catwalk.pipeline.bench.RoundReport;
import io.catwalk.pipeline.bench.SparkMlReport;
import io.catwalk.pipeline.bench.StepReport;
import io.catwalk.pipeline.bench.StepRequest;
import io.catwalk.pipeline.bench.TrainReport;
import java.util.List;
import java.util.function.Consumer;

/** Remembers what it was asked and returns fixed figures. */
public final class FakeBenchmarks implements Benchmarks {

  public StepRequest step;
  public IngestRequest ingest;
  public RoundRequest round;
  public TrainRequest train;
  public SparkMlRequest sparkMl;

  @Override
  public StepReport step(StepRequest request, Consumer<String> progress) {
    step = request;
    progress.accept("round 1/1");
    boolean stock = request.againstStock();
    return new StepReport(
        request.model(),
        request.minibatch(),
        "training",
        "oneDNN 3.11",
        4.0,
        16_000,
        stock ? 1_000.0 : null,
        stock ? 16.0 : null,
        request.pytorch() == null ? null : 8_000.0,
        request.pytorch() == null ? null : 2.0,
        request.pytorch() == null ? null : "2.13",
        60_000,
        0,
        1,
        "adam",
        "noise",
        "cpu",
        5);
  }

  @Override
  public IngestReport ingest(IngestRequest request, Consumer<String> progress) {
    ingest = request;
    progress.accept("round 1/1");
    return new IngestReport(
        "photos", 2_000, 2, "3@32×32", 3_000, 1.25, 2_000, 1.5, 1.5, 1_500.0, 2.0, 2_400.0, 1.25,
        "9.4", "cpu", 5);
  }

  @Override
  public RoundReport round(RoundRequest request, Consumer<String> progress) {
    round = request;
    progress.accept("window 1/1");
    return new RoundReport(
        request.config().model().name(),
        "local[2]",
        2,
        64,
        50,
        request.rounds(),
        740_472,
        200.0,
        15.0,
        new RoundReport.Parts(6, 1, 0.5, 185, 5.5, 2, 3),
        32_000,
        34_000,
        0.94,
        78,
        0,
        List.of(new RoundReport.Scale(100, 0.5, 50.0, 800)),
        List.of("Average seldom."),
        List.of(new RoundReport.Memory("driver", 100, 101, 10, 10, 0.5, 0.5, 9, 9)));
  }

  @Override
  public TrainReport train(TrainRequest request, Consumer<String> progress) {
    train = request;
    boolean stock = request.againstStock();
    boolean pytorch = request.pytorch() != null;
    return new TrainReport(
        request.config().model().name(),
        "local[2]",
        2,
        64,
        50,
        "adam",
        request.images(),
        20_000,
        21_000,
        0.95,
        stock ? 1_000.0 : null,
        stock ? 20.0 : null,
        pytorch ? 16_000.0 : null,
        pytorch ? 1.25 : null,
        pytorch ? "2.13" : null,
        "noise",
        request.repeats());
  }

  @Override
  public SparkMlReport sparkMl(SparkMlRequest request, Consumer<String> progress) {
    sparkMl = request;
    return new SparkMlReport(
        request.config().model().name(),
        "local[2]",
        2,
        64,
        50,
        request.images(),
        request.config().train().epochs(),
        List.of(
            new SparkMlReport.Speed("ingest and train", 10_000, 1, 2.0, 1.0),
            new SparkMlReport.Speed("fit of paths", 9_800, 0.98, 2.1, 0.97)),
        true,
        request.scored(),
        List.of(
            new SparkMlReport.Speed("predict", 5_000, 1, null, null),
            new SparkMlReport.Speed("transform of paths", 4_500, 0.9, null, null)),
        "noise",
        request.repeats());
  }
}
