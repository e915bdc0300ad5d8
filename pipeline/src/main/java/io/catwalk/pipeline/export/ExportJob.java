package io.catwalk.pipeline.export;

import io.catwalk.models.onnx.OnnxModel;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.export.ExportRequest.Layout;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.run.ModelReference;
import io.catwalk.pipeline.run.StoredModel;
import io.catwalk.pipeline.run.Workbench;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.HadoopStorage.Place;
import io.catwalk.pipeline.storage.StagedFolder;
import java.util.regex.Pattern;

/** Writes a stored model as ONNX, without Spark. What it writes appears whole or not at all. */
public final class ExportJob {

  /** Where exports lie that the user names no place for, relative to the storage's root. */
  private static final String FOLDER = "exports";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final ExperimentConfig config;

  /**
   * @param config tells the storage
   */
  public ExportJob(ExperimentConfig config) {
    this.config = config;
  }

  /**
   * @throws CatwalkException (usage) when something is there already; (data) when there is no such
   *     model, or ONNX cannot express it
   */
  public ExportSummary run(ExportRequest request) {
    try (Workbench bench = new Workbench(config, () -> "catwalk export")) {
      StoredModel stored = StoredModel.open(bench, request.model());
      String name = request.name().orElseGet(() -> name(request.model(), stored));
      Place place = place(bench, request, name);
      if (place.exists() && !request.force()) {
        throw there(place);
      }
      ModelCard card = stored.model().card();
      OnnxModel model = OnnxTwin.of(stored.model(), stored.beside(RunPaths.RUN));
      if (request.layout() == Layout.TRITON) {
        publish(place, name, card, model, request.force());
      } else {
        place.store().write(place.path(), model::writeTo);
      }
      return summary(stored, place, model);
    }
  }

  /** After the run or the version that it is of; a file of its own is called after its network. */
  private static String name(ModelReference reference, StoredModel stored) {
    String path = stored.place().path();
    String uri = stored.uri();
    String folder = uri.substring(0, uri.length() - RunPaths.MODEL.length() - 1);
    String last = folder.substring(folder.lastIndexOf('/') + 1);
    if (reference instanceof ModelReference.OfRun) {
      return last;
    }
    String named = ((ModelReference.Named) reference).model();
    return named.contains("/") || path.equals(named)
        ? stored.model().card().model()
        : named + "-" + last;
  }

  private static Place place(Workbench bench, ExportRequest request, String name) {
    boolean triton = request.layout() == Layout.TRITON;
    if (!triton && request.out().isPresent()) {
      return bench.place(request.out().get());
    }
    if (!NAME.matcher(name).matches()) {
      throw CatwalkException.usage(
          "--name "
              + name
              + ": expected 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit");
    }
    if (!triton) {
      return new Place(bench.store(), FOLDER + "/" + name + ".onnx");
    }
    return request
        .out()
        .map(repository -> bench.place(repository))
        .map(at -> new Place(at.store(), at.path() + "/" + name))
        .orElseGet(() -> new Place(bench.store(), FOLDER + "/triton/" + name));
  }

  private static void publish(
      Place place, String name, ModelCard card, OnnxModel model, boolean force) {
    // What is there stays until all that replaces it is written.
    try (StagedFolder folder = place.store().stage(force ? place.path() + ".new" : place.path())) {
      folder.write(TritonConfig.MODEL, model::writeTo);
      folder.write(TritonConfig.LABELS, TritonConfig.labels(card.classes()));
      folder.write(TritonConfig.FILE, TritonConfig.of(name, card.classes().size()));
      if (force) {
        place.store().delete(place.path());
      }
      if (!(force ? folder.publishAs(place.path()) : folder.publish())) {
        throw there(place);
      }
    }
  }

  private static CatwalkException there(Place place) {
    return CatwalkException.usage(
        place.uri()
            + " is there already; choose another place with --out, or replace it with --force");
  }

  private static ExportSummary summary(StoredModel stored, Place place, OnnxModel model) {
    ModelCard card = stored.model().card();
    return new ExportSummary(
        card.model(),
        stored.uri(),
        place.uri(),
        model.length(),
        OnnxModel.OPSET,
        OnnxModel.INPUT + ": uint8 [batch, height, width, 1 or 3]",
        OnnxModel.OUTPUT + ": float [batch, " + card.classes().size() + "]",
        card.classes(),
        model.metadata(),
        card.synthetic());
  }
}
