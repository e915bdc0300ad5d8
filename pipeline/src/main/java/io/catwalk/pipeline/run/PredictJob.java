package io.catwalk.pipeline.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.Secrets;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.evaluate.Scorer;
import io.catwalk.pipeline.ingest.UnlabelledImages;
import io.catwalk.pipeline.ingest.UnlabelledImages.QuarantinedImage;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.predict.PredictSummary;
import io.catwalk.pipeline.predict.PredictionBatches;
import io.catwalk.pipeline.predict.PredictionFiles;
import io.catwalk.pipeline.predict.PredictionFolder;
import io.catwalk.pipeline.predict.PredictionPage;
import io.catwalk.pipeline.predict.PredictionTarget;
import io.catwalk.pipeline.runs.Drift;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.HadoopStorage.Place;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Scores a folder of images whose classes nobody knows. */
final class PredictJob {

  private final Workbench bench;
  private final ExperimentConfig config;
  private final RunOptions options;

  PredictJob(Workbench bench, ExperimentConfig config, RunOptions options) {
    this.bench = bench;
    this.config = config;
    this.options = options;
  }

  PredictSummary run(PredictionRequest request) {
    Stopwatch watch = new Stopwatch();
    StoredModel stored = StoredModel.open(bench, request.model());
    ModelCard card = stored.model().card();
    Optional<PredictionDrift> meter =
        request.drift()
            ? Optional.of(PredictionDrift.of(bench, config, request, stored))
            : Optional.empty();
    Place destination = destination(request, card);
    watch.time("start spark", bench::spark);
    try (PredictionTarget target = target(request, stored, destination);
        UnlabelledImages images = images(request, card, target.known())) {
      score(stored, images, target);
      List<QuarantinedImage> unreadable =
          images.quarantined().stream()
              .sorted(Comparator.comparing(QuarantinedImage::path))
              .toList();
      long scored = images.count() - unreadable.size();
      Dataset<Row> predictions = target.predictions();
      Map<String, Long> counts = counts(predictions);
      List<PredictSummary.Row> first = first(predictions, request.show());
      // Where nothing was added, the page of what was stays.
      boolean page = request.show() > 0 && (request.batch().isEmpty() || scored > 0);
      if (page) {
        target.write(
            PredictionPage.FILE,
            new PredictionPage(card, counts).of(predictions, images.examples()));
      }
      Optional<Drift> drift = meter.flatMap(m -> m.measure(images, counts));
      drift.ifPresent(d -> target.write(RunPaths.DRIFT, Json.write(d)));
      target.publish(unreadable);
      return new PredictSummary(
          card.model(),
          stored.uri(),
          target.uri(),
          page ? target.uri(PredictionPage.FILE) : null,
          scored,
          unreadable.size(),
          some(unreadable),
          target.uri(PredictionFiles.UNREADABLE),
          images.leftOut(),
          counts,
          first,
          drift.orElse(null),
          watch.total(),
          scored / (watch.total() - watch.of("start spark")),
          card.synthetic());
    }
  }

  private PredictionTarget target(
      PredictionRequest request, StoredModel stored, Place destination) {
    List<String> classes = stored.model().card().classes();
    if (request.batch().isEmpty()) {
      boolean csv = request.format() == PredictionRequest.Format.CSV;
      return new PredictionFolder(bench.spark(), destination, classes, csv);
    }
    String parameters = Scorer.parametersSha256(stored.model());
    return PredictionBatches.open(
        bench.spark(),
        destination,
        new PredictionBatches.Model(Secrets.in(stored.uri()), classes, parameters));
  }

  private static List<PredictSummary.Unreadable> some(List<QuarantinedImage> images) {
    return images.stream()
        .limit(PredictSummary.SHOWN)
        .map(i -> new PredictSummary.Unreadable(i.path(), i.reason().id(), i.detail()))
        .toList();
  }

  private UnlabelledImages images(PredictionRequest request, ModelCard card, HashTable known) {
    SparkSession spark = bench.spark();
    ResizeMode resize = ResizeMode.valueOf(card.resize().toUpperCase(Locale.ROOT));
    SourceStaging staging = new SourceStaging(bench.store(), bench.sources());
    String master = spark.sparkContext().master();
    // Before they are copied: a file that changes meanwhile is another one the next time.
    Map<String, SourceFile> originals = staging.originals(request.images(), master);
    return UnlabelledImages.read(
        spark,
        bench.sources(),
        new UnlabelledImages.Source(
            staging.reachable("predict", request.images(), master),
            originals,
            request.since(),
            known,
            request.batch().orElse(Integer.MAX_VALUE)),
        card.shape(),
        resize,
        config.data());
  }

  private void score(StoredModel stored, UnlabelledImages images, PredictionTarget target) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(bench.spark().sparkContext());
    context.setJobDescription("predict with " + Secrets.in(stored.uri()));
    try (Scorer scorer = new Scorer(context, stored.model(), config.evaluate())) {
      target.store(images, scorer::score);
    } finally {
      context.setJobDescription(null);
    }
  }

  private static Map<String, Long> counts(Dataset<Row> predictions) {
    return predictions.groupBy("predicted").count().collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
  }

  private static List<PredictSummary.Row> first(Dataset<Row> predictions, int rows) {
    return predictions
        .orderBy("path")
        .select(
            col("path"),
            col("predicted"),
            element_at(col("probabilities"), col("predicted_index").plus(1)))
        .limit(rows)
        .collectAsList()
        .stream()
        .map(row -> new PredictSummary.Row(row.getString(0), row.getString(1), row.getFloat(2)))
        .toList();
  }

  private Place destination(PredictionRequest request, ModelCard card) {
    return request
        .out()
        .map(out -> bench.place(out))
        .orElseGet(() -> new Place(bench.store(), "predictions/" + options.idOr(card.model())));
  }
}
