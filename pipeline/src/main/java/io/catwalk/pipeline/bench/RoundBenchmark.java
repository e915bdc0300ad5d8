package io.catwalk.pipeline.bench;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import io.catwalk.pipeline.bench.Benchmarks.RoundRequest;
import io.catwalk.pipeline.bench.trial.ProcessMemory;
import io.catwalk.pipeline.bench.trial.RoundTrial;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.spark.SparkSessions;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.train.averaging.RoundCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.SparkSession;

/** Measures averaging rounds on the configured cluster. */
final class RoundBenchmark {

  /** Windows of rounds, between which independent loops run. */
  private static final int WINDOWS = 5;

  private static final int MEBIBYTE = 1 << 20;

  private final SourceFiles files;
  private final Consumer<String> progress;
  private final List<RoundCost> costs = new ArrayList<>();
  private final List<Double> emptyJobs = new ArrayList<>();
  private final List<Double> roundSpeeds = new ArrayList<>();
  private final List<Double> loopSpeeds = new ArrayList<>();

  RoundBenchmark(SourceFiles files, Consumer<String> progress) {
    this.files = files;
    this.progress = progress;
  }

  RoundReport run(RoundRequest request) {
    TrainingConfig train = request.config().train();
    ModelDefinition model = request.config().model().definition(request.config().data().shape());
    ImageShape shape = model.designShape();
    StepData data = StepData.load(files, null, shape, train.minibatch(), progress);
    Vectoriser vectoriser = Vectoriser.plain(shape, StepData.CLASSES);
    try (SparkSession session = SparkSessions.open(request.config().cluster(), "bench round");
        RoundTrial trial = new RoundTrial(session, train, model, data.examples(), vectoriser)) {
      progress.accept("warming up for " + request.warmUp() + " rounds");
      for (int i = 0; i < request.warmUp(); i++) {
        trial.round();
        trial.emptyJob();
      }
      List<ProcessMemory> before = trial.memory();
      measure(trial, request);
      return report(request, session.sparkContext().master(), trial, before);
    }
  }

  private void measure(RoundTrial trial, RoundRequest request) {
    TrainingConfig train = request.config().train();
    int windows = Math.min(WINDOWS, request.rounds());
    double images = (double) train.workers() * train.minibatch() * train.averaging().frequency();
    for (int window = 0; window < windows; window++) {
      int rounds = request.rounds() * (window + 1) / windows - request.rounds() * window / windows;
      double milliseconds = 0;
      for (int i = 0; i < rounds; i++) {
        RoundCost cost = trial.round();
        costs.add(cost);
        milliseconds += cost.total();
      }
      roundSpeeds.add(images * rounds / milliseconds * 1e3);
      loopSpeeds.add(trial.independentLoops(rounds));
      for (int i = 0; i < WINDOWS; i++) {
        emptyJobs.add(trial.emptyJob());
      }
      progress.accept(
          String.format(
              Locale.ROOT,
              "window %d/%d: %,.0f images/s, independent loops %,.0f",
              window + 1,
              windows,
              roundSpeeds.get(window),
              loopSpeeds.get(window)));
    }
  }

  private RoundReport report(
      RoundRequest request, String master, RoundTrial trial, List<ProcessMemory> before) {
    TrainingConfig train = request.config().train();
    int frequency = train.averaging().frequency();
    double job = median(RoundCost::job);
    double schedule = trial.stands() ? 0 : Math.min(Alternation.median(emptyJobs), job);
    RoundReport.Parts parts =
        new RoundReport.Parts(
            schedule,
            median(RoundCost::broadcast),
            median(RoundCost::restore),
            median(RoundCost::compute),
            job - schedule + median(RoundCost::read),
            median(RoundCost::average),
            median(RoundCost::idle));
    double fixed = median(RoundCost::fixed);
    double perWorker = (parts.collect() + parts.average()) / train.workers();
    RoundAdvice advice =
        new RoundAdvice(
            train.workers(),
            frequency,
            parts.compute() / frequency,
            Math.max(0, fixed - perWorker * train.workers()),
            perWorker);
    double speed = Alternation.median(roundSpeeds);
    double loops = Alternation.median(loopSpeeds);
    return new RoundReport(
        request.config().model().name(),
        master,
        train.workers(),
        train.minibatch(),
        frequency,
        request.rounds(),
        trial.stateBytes(),
        median(RoundCost::total),
        fixed,
        parts,
        speed,
        loops,
        speed / loops,
        advice.smallestFrequency(train.workers()),
        advice.mostWorkers(frequency),
        advice.scaling(),
        advice.inWords(request.config().model().name()),
        memory(before, trial.memory()));
  }

  private double median(ToDoubleFunction<RoundCost> part) {
    return Alternation.median(costs.stream().mapToDouble(part).boxed().toList());
  }

  private static List<RoundReport.Memory> memory(
      List<ProcessMemory> before, List<ProcessMemory> after) {
    List<RoundReport.Memory> memory = new ArrayList<>();
    for (ProcessMemory end : after) {
      for (ProcessMemory start : before) {
        if (start.process().equals(end.process())) {
          memory.add(
              new RoundReport.Memory(
                  end.process(),
                  megabytes(start.heap()),
                  megabytes(end.heap()),
                  megabytes(start.resident()),
                  megabytes(end.resident()),
                  megabytes(start.broadcastBytes()),
                  megabytes(end.broadcastBytes()),
                  start.broadcastBlocks(),
                  end.broadcastBlocks()));
        }
      }
    }
    return memory;
  }

  private static double megabytes(long bytes) {
    return (double) bytes / MEBIBYTE;
  }
}
