package io.catwalk.pipeline.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.Secrets;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.evaluate.PredictionTable;
import io.catwalk.pipeline.evaluate.Scorer;
import io.catwalk.pipeline.ingest.UnlabelledImages;
import io.catwalk.pipeline.ingest.UnlabelledImages.QuarantinedImage;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.runs.Drift;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage.Place;
import io.catwalk.pipeline.storage.Location;
import io.catwalk.pipeline.storage.StagedFolder;
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
    ArtifactStore store = destination.store();
    try (StagedFolder folder = store.stage(destination.path());
        UnlabelledImages images = images(request, card)) {
      Location staged = store.resolve(folder.path() + "/" + RunPaths.PREDICTIONS);
      score(stored, images, staged);
      List<QuarantinedImage> unreadable =
          images.quarantined().stream()
              .sorted(Comparator.comparing(QuarantinedImage::path))
              .toList();
      long scored = images.count() - unreadable.size();
      Dataset<Row> predictions = bench.spark().read().parquet(staged.literal());
      Map<String, Long> counts = counts(predictions);
      List<PredictSummary.Row> first = first(predictions, request.show());
      boolean page = request.show() > 0;
      if (page) {
        folder.write(
            PredictionPage.FILE,
            new PredictionPage(card, counts).of(predictions, images.examples()));
      }
      Optional<Drift> drift = meter.flatMap(m -> m.measure(images, counts));
      drift.ifPresent(d -> folder.write(RunPaths.DRIFT, Json.write(d)));
      PredictionFiles files = new PredictionFiles(folder);
      files.unreadable(unreadable);
      boolean csv = request.format() == PredictionRequest.Format.CSV;
      if (csv) {
        files.predictions(predictions, card.classes());
        store.delete(folder.path() + "/" + RunPaths.PREDICTIONS);
      }
      folder.publish();
      return new PredictSummary(
          card.model(),
          stored.uri(),
          destination.uri(csv ? PredictionFiles.PREDICTIONS : RunPaths.PREDICTIONS),
          page ? destination.uri(PredictionPage.FILE) : null,
          scored,
          unreadable.size(),
          some(unreadable),
          destination.uri(PredictionFiles.UNREADABLE),
          images.leftOut(),
          counts,
          first,
          drift.orElse(null),
          watch.total(),
          scored / (watch.total() - watch.of("start spark")),
          card.synthetic());
    }
  }

  private static List<PredictSummary.Unreadable> some(List<QuarantinedImage> images) {
    return images.stream()
        .limit(PredictSummary.SHOWN)
        .map(i -> new PredictSummary.Unreadable(i.path(), i.reason().id(), i.detail()))
        .toList();
  }

  private UnlabelledImages images(PredictionRequest request, ModelCard card) {
    SparkSession spark = bench.spark();
    ResizeMode resize = ResizeMode.valueOf(card.resize().toUpperCase(Locale.ROOT));
    String images =
        new SourceStaging(bench.store(), bench.sources())
            .reachable("predict", request.images(), spark.sparkContext().master());
    return UnlabelledImages.read(
        spark,
        bench.sources(),
        new UnlabelledImages.Source(images, request.since()),
        card.shape(),
        resize,
        config.data());
  }

  private void score(StoredModel stored, UnlabelledImages images, Location folder) {
    SparkSession spark = bench.spark();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    context.setJobDescription("predict with " + Secrets.in(stored.uri()));
    try (Scorer scorer = new Scorer(context, stored.model(), config.evaluate())) {
      new PredictionTable(spark, stored.model().card().classes())
          .write(scorer.score(images.examples()), folder);
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
