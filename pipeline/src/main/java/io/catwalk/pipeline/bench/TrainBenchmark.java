package io.catwalk.pipeline.bench;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import io.catwalk.pipeline.bench.Alternation.Contender;
import io.catwalk.pipeline.bench.Benchmarks.Pace;
import io.catwalk.pipeline.bench.Benchmarks.TrainRequest;
import io.catwalk.pipeline.bench.trial.EpochTrial;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.spark.SparkSessions;
import io.catwalk.pipeline.storage.SourceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Measures whole epochs on the configured cluster, in turns with those who do the same. */
final class TrainBenchmark {

  private static final Clock UNUSED = Clock.WALL;

  private final SourceFiles files;
  private final Consumer<String> progress;

  TrainBenchmark(SourceFiles files, Consumer<String> progress) {
    this.files = files;
    this.progress = progress;
  }

  /** Epochs of one kind. */
  private record Epochs(String name, Epoch epoch) implements Contender {

    /** Returns the seconds that it took. */
    interface Epoch {
      double run();
    }

    @Override
    public double seconds(int epochs) {
      double seconds = 0;
      for (int i = 0; i < epochs; i++) {
        seconds += epoch.run();
      }
      return seconds;
    }
  }

  TrainReport run(TrainRequest request) {
    TrainingConfig train = request.config().train();
    ModelDefinition model = request.config().model().definition(request.config().data().shape());
    ImageShape shape = model.designShape();
    StepData data = StepData.first(files, null, shape, request.images(), progress);
    Vectoriser vectoriser = Vectoriser.plain(shape, StepData.CLASSES);
    try (SparkSession session = SparkSessions.open(request.config().cluster(), "bench train");
        PeerProcess pytorch = pytorch(request, shape, data);
        EpochTrial ours = new EpochTrial(session, train, model, data.examples(), vectoriser);
        EpochTrial stock =
            request.againstStock()
                ? new EpochTrial(session, stock(train), model, data.examples(), vectoriser)
                : null) {
      Contender catwalk = new Epochs("catwalk", ours::epoch);
      Contender loops = new Epochs("independent loops", ours::independentLoops);
      Contender stockMaster = stock == null ? null : new Epochs("stock", stock::epoch);
      List<Contender> contenders = new ArrayList<>(List.of(catwalk, loops));
      if (stock != null) {
        contenders.add(stockMaster);
      }
      if (pytorch != null) {
        contenders.add(pytorch);
      }
      Pace pace = new Pace(0, 1, request.repeats(), UNUSED);
      Map<Contender, Double> seconds = new Alternation(pace, "epoch", progress).run(contenders);
      return report(
          model.name(),
          train,
          data,
          new Seconds(
              seconds.get(catwalk),
              seconds.get(loops),
              seconds.get(stockMaster),
              seconds.get(pytorch),
              pytorch == null ? null : pytorch.version()),
          request.repeats(),
          session.sparkContext().master());
    }
  }

  /** Of a median epoch; null where it was not measured. */
  record Seconds(double ours, double loops, Double stock, Double pytorch, String pytorchVersion) {}

  static TrainReport report(
      String model,
      TrainingConfig train,
      StepData data,
      Seconds seconds,
      int repeats,
      String master) {
    int images = data.examples().size();
    Double stock = seconds.stock();
    Double pytorch = seconds.pytorch();
    return new TrainReport(
        model,
        master,
        train.workers(),
        train.minibatch(),
        train.averaging().frequency(),
        train.updater().toString(),
        images,
        images / seconds.ours(),
        images / seconds.loops(),
        seconds.loops() / seconds.ours(),
        stock == null ? null : images / stock,
        stock == null ? null : stock / seconds.ours(),
        pytorch == null ? null : images / pytorch,
        pytorch == null ? null : pytorch / seconds.ours(),
        seconds.pytorchVersion(),
        data.origin(),
        repeats);
  }

  private static TrainingConfig stock(TrainingConfig train) {
    return new TrainingConfig(
        train.workers(),
        train.averaging(),
        train.minibatch(),
        train.epochs(),
        train.seed(),
        train.updater(),
        train.learningRate(),
        train.momentum(),
        TrainingConfig.Master.STOCK,
        ComputeConfig.STOCK,
        train.checkpoint(),
        LearningConfig.PLAIN);
  }

  /** Null where there is none to be measured. */
  private PeerProcess pytorch(TrainRequest request, ImageShape shape, StepData data) {
    String python = request.pytorch();
    String model = request.config().model().name();
    if (python == null || python.isEmpty()) {
      return null;
    }
    if (!StepBenchmark.PYTORCH_MODELS.contains(model)) {
      progress.accept("without PyTorch, for which " + model + " is not written");
      return null;
    }
    TrainingConfig train = request.config().train();
    Map<String, Object> settings =
        Map.of(
            "model", model,
            "workers", train.workers(),
            "minibatch", train.minibatch(),
            "optimiser", train.updater().name(),
            "classes", StepData.CLASSES,
            "shape", List.of(shape.channels(), shape.height(), shape.width()),
            "images", data.examples().size());
    return new PeerProcess(
        "torch", python, List.of("torch_peer.py", "torch_train.py"), settings, data.bytes());
  }
}
