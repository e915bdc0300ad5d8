package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.bench.Benchmarks.IngestRequest;
import io.catwalk.pipeline.bench.Benchmarks.RoundRequest;
import io.catwalk.pipeline.bench.Benchmarks.SparkMlRequest;
import io.catwalk.pipeline.bench.Benchmarks.TrainRequest;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.util.Map;
import java.util.function.Consumer;

/** The measurements, in this process. */
public final class LocalBenchmarks implements Benchmarks {

  @Override
  public StepReport step(StepRequest request, Consumer<String> progress) {
    return new StepBenchmark(HadoopStorage.with(Map.of()).sources(), progress).run(request);
  }

  @Override
  public IngestReport ingest(IngestRequest request, Consumer<String> progress) {
    return new IngestBenchmark(HadoopStorage.with(Map.of()).sources(), progress).run(request);
  }

  @Override
  public RoundReport round(RoundRequest request, Consumer<String> progress) {
    return new RoundBenchmark(HadoopStorage.with(Map.of()).sources(), progress).run(request);
  }

  @Override
  public TrainReport train(TrainRequest request, Consumer<String> progress) {
    return new TrainBenchmark(HadoopStorage.with(Map.of()).sources(), progress).run(request);
  }

  @Override
  public SparkMlReport sparkMl(SparkMlRequest request, Consumer<String> progress) {
    return new SparkMlBenchmark(HadoopStorage.with(Map.of()), progress).run(request);
  }
}
