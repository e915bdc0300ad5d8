package io.catwalk.pipeline.bench;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.bench.Alternation.Contender;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.storage.SourceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Measures a network's steps on one core. */
final class StepBenchmark {

  /** Those that {@code torch_step.py} builds too. */
  static final Set<String> PYTORCH_MODELS =
      Set.of("lenet5", "fashion-cnn", "lenet-224", "catwalk-small", "catwalk-resnet");

  private final SourceFiles files;
  private final Consumer<String> progress;

  StepBenchmark(SourceFiles files, Consumer<String> progress) {
    this.files = files;
    this.progress = progress;
  }

  StepReport run(StepRequest request) {
    ModelDefinition model = ModelCatalog.get(request.model());
    StepData data =
        StepData.load(files, request.data(), model.designShape(), request.minibatch(), progress);
    if (ompThreads() != 1) {
      throw CatwalkException.usage(
          "OpenMP would use "
              + ompThreads()
              + " threads; bench step measures one core: set OMP_NUM_THREADS=1, as submit/catwalk does");
    }
    try (LineUp lineUp = lineUp(request, model, data)) {
      return measure(request, data, lineUp);
    }
  }

  /**
   * Who is measured.
   *
   * @param stock null where it is not compared with
   * @param pytorch null where there is none
   */
  private record LineUp(EngineContender ours, StockContender stock, PeerProcess pytorch)
      implements AutoCloseable {

    List<Contender> present() {
      return Stream.<Contender>of(ours, stock, pytorch).filter(Objects::nonNull).toList();
    }

    @Override
    public void close() {
      present().forEach(Contender::close);
    }
  }

  private LineUp lineUp(StepRequest request, ModelDefinition model, StepData data) {
    PeerProcess pytorch = pytorch(request, model.designShape(), data);
    List<DataSet> minibatches = minibatches(data, model.designShape(), request.minibatch());
    Clock clock = request.pace().clock();
    return new LineUp(
        new EngineContender(
            request.device(), model, request.optimiser(), minibatches, request.inference(), clock),
        request.againstStock()
            ? new StockContender(
                model, request.optimiser(), minibatches, request.inference(), clock)
            : null,
        pytorch);
  }

  private static List<DataSet> minibatches(StepData data, ImageShape shape, int size) {
    Vectoriser vectoriser = Vectoriser.plain(shape, StepData.CLASSES);
    List<DataSet> minibatches = new ArrayList<>();
    for (int i = 0; i < data.examples().size(); i += size) {
      minibatches.add(vectoriser.vectorise(data.examples().subList(i, i + size)));
    }
    return minibatches;
  }

  /** Null where there is none to be measured. */
  private PeerProcess pytorch(StepRequest request, ImageShape shape, StepData data) {
    if (request.pytorch() == null || request.pytorch().isEmpty()) {
      return null;
    }
    if (!PYTORCH_MODELS.contains(request.model())) {
      progress.accept("without PyTorch, for which " + request.model() + " is not written");
      return null;
    }
    Map<String, Object> settings =
        Map.of(
            "model", request.model(),
            "minibatch", request.minibatch(),
            "inference", request.inference(),
            "optimiser", request.optimiser().name(),
            "classes", StepData.CLASSES,
            "shape", List.of(shape.channels(), shape.height(), shape.width()),
            "images", data.examples().size(),
            "clock", request.pace().clock().name());
    return new PeerProcess(
        "torch",
        request.pytorch(),
        List.of("torch_peer.py", "torch_step.py"),
        settings,
        data.bytes());
  }

  private StepReport measure(StepRequest request, StepData data, LineUp lineUp) {
    Map<Contender, Double> seconds =
        new Alternation(request.pace(), "minibatch", progress).run(lineUp.present());
    double ours = seconds.get(lineUp.ours());
    Double stock = seconds.get(lineUp.stock());
    Double pytorch = seconds.get(lineUp.pytorch());
    return new StepReport(
        request.model(),
        request.minibatch(),
        request.inference() ? "inference" : "training",
        lineUp.ours().description(),
        ours * 1e3,
        request.minibatch() / ours,
        stock == null ? null : request.minibatch() / stock,
        stock == null ? null : stock / ours,
        pytorch == null ? null : request.minibatch() / pytorch,
        pytorch == null ? null : pytorch / ours,
        pytorch == null ? null : lineUp.pytorch().version(),
        lineUp.ours().heapBytesPerStep(),
        lineUp.ours().offHeapGrowth(),
        ompThreads(),
        request.inference() ? null : request.optimiser().name().toLowerCase(Locale.ROOT),
        data.origin(),
        request.pace().clock().name().toLowerCase(Locale.ROOT),
        request.pace().repeats());
  }

  private static int ompThreads() {
    Nd4j.getBackend(); // before which there are no native operations
    return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
  }
}
