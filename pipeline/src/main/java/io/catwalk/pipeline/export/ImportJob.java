package io.catwalk.pipeline.export;

import io.catwalk.models.LayerNames;
import io.catwalk.models.onnx.ImportedNetwork;
import io.catwalk.models.onnx.OnnxImportException;
import io.catwalk.models.onnx.OnnxReader;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.export.ImportRequest.Classes;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.run.Workbench;
import io.catwalk.pipeline.storage.HadoopStorage.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Makes a {@code model.zip} of a network that was trained elsewhere, without Spark. It appears
 * whole or not at all.
 */
public final class ImportJob {

  private static final String ARCHIVE_SUFFIX = ".zip";
  private static final String ONNX_SUFFIX = "\\.onnx$";

  /** What a card says of images that nobody told of. */
  private static final String DATASET = "unknown";

  /** Bytes of a list of classes; a class takes those of its name. */
  private static final int MAX_LIST = 8 << 20;

  private final ExperimentConfig config;

  /**
   * @param config tells the cluster's settings, by which file systems are reached
   */
  public ImportJob(ExperimentConfig config) {
    this.config = config;
  }

  /**
   * @throws CatwalkException (usage) when something is there already, or what is told of the
   *     network does not fit it; (data) when there is no such file, or it holds what cannot be
   *     imported, which is named
   */
  public ImportSummary run(ImportRequest request) {
    try (Workbench bench = new Workbench(config, () -> "catwalk import")) {
      Place out = out(bench, request);
      Place source = there("--onnx", bench.place(request.onnx()));
      byte[] file = read(source, OnnxReader.MOST_BYTES);
      ImportedNetwork imported = network(file, source.uri());
      List<String> classes = classes(bench, request.classes());
      if (classes.size() != imported.classes()) {
        throw CatwalkException.usage(
            String.format(
                Locale.ROOT,
                "%d names of classes, where the network of %s has %d outputs; expected a name for each, in their order",
                classes.size(),
                source.uri(),
                imported.classes()));
      }
      int channels = imported.shape().channels();
      ModelCard card =
          new ModelCard(
              ModelCard.SCHEMA_VERSION,
              request.name().orElseGet(() -> source.name().replaceFirst(ONNX_SUFFIX, "")),
              classes,
              imported.shape(),
              request.pixels().resize().name().toLowerCase(Locale.ROOT),
              each("--mean", request.pixels().mean(), channels),
              each("--std", request.pixels().deviation(), channels),
              DATASET,
              "onnx-" + DigestUtils.sha256Hex(file),
              false);
      card.objection()
          .ifPresent(
              reason -> {
                throw CatwalkException.usage("What is told of the network: " + reason);
              });
      TrainedModel model = new TrainedModel(card, imported.network());
      out.store().write(out.path(), stream -> ModelArchive.write(model, stream));
      return summary(imported, card, source, out);
    }
  }

  private static Place out(Workbench bench, ImportRequest request) {
    Place out = bench.place(request.out());
    if (!out.name().endsWith(ARCHIVE_SUFFIX)) {
      throw CatwalkException.usage(
          "--out " + request.out() + ": expected a file whose name ends in " + ARCHIVE_SUFFIX);
    }
    if (out.exists() && !request.force()) {
      throw CatwalkException.usage(
          out.uri()
              + " is there already; choose another file with --out, or replace it with --force");
    }
    return out;
  }

  private static Place there(String option, Place place) {
    if (!place.exists()) {
      throw CatwalkException.data(option + ": there is no " + place.uri());
    }
    return place;
  }

  private static byte[] read(Place place, int most) {
    try (InputStream in = place.store().open(place.path())) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw CatwalkException.data(
            place.uri() + ": longer than the " + most + " bytes that it may have");
      }
      return bytes;
    } catch (IOException e) {
      throw CatwalkException.data("Cannot read " + place.uri() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The network of a file that may come from anywhere.
   *
   * @param where the file's name, for messages
   */
  static ImportedNetwork network(byte[] file, String where) {
    try {
      return OnnxReader.read(file);
    } catch (OnnxImportException e) {
      throw CatwalkException.data(where + ": " + e.getMessage(), e);
    }
  }

  private static List<String> classes(Workbench bench, Classes classes) {
    if (classes instanceof Classes.Named named) {
      return named.names().stream().map(String::strip).toList();
    }
    String file = ((Classes.Listed) classes).file();
    Place list = there("--labels", bench.place(file));
    return new String(read(list, MAX_LIST), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static List<Double> each(String option, List<Double> values, int channels) {
    if (values.size() != 1 && values.size() != channels) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "%s has %d numbers, where the network takes images of %d channels; expected one, or one a channel",
              option,
              values.size(),
              channels));
    }
    return values.size() == 1 ? Collections.nCopies(channels, values.get(0)) : values;
  }

  private static ImportSummary summary(
      ImportedNetwork imported, ModelCard card, Place source, Place out) {
    return new ImportSummary(
        card.model(),
        source.uri(),
        imported.producer(),
        imported.opset(),
        card.shape(),
        LayerNames.of(imported.network().getLayerWiseConfigurations()).all(),
        imported.network().numParams(),
        card.classes(),
        card.resize(),
        card.mean(),
        card.standardDeviation(),
        out.uri());
  }
}
