package io.catwalk.pipeline.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.split;

import io.catwalk.pipeline.bench.Alternation.Contender;
import io.catwalk.pipeline.bench.Benchmarks.Pace;
import io.catwalk.pipeline.bench.Benchmarks.SparkMlRequest;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.evaluate.PredictionTable;
import io.catwalk.pipeline.evaluate.Scorer;
import io.catwalk.pipeline.ingest.Ingest;
import io.catwalk.pipeline.ingest.IngestListener;
import io.catwalk.pipeline.ingest.UnlabelledImages;
import io.catwalk.pipeline.ml.CatwalkClassifier;
import io.catwalk.pipeline.ml.CatwalkModel;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.spark.SparkSessions;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.train.Trainer;
import io.catwalk.pipeline.train.TrainingListener;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures {@code fit} in turns with ingest and training, and {@code transform} in turns with what
 * {@code catwalk predict} does, on the same files and in the same Spark.
 */
final class SparkMlBenchmark {

  private static final String OPEN_COST = "65536";

  private final HadoopStorage storage;
  private final Consumer<String> progress;
  private SparkSession spark;
  private ExperimentConfig config;
  private BenchPictures pictures;
  private TrainedModel trained;
  private CatwalkModel fitted;

  SparkMlBenchmark(HadoopStorage storage, Consumer<String> progress) {
    this.storage = storage;
    this.progress = progress;
  }

  /** Something that is done from its beginning to its end. */
  private record Whole(String name, Runnable work, Runnable after) implements Contender {
    @Override
    public double seconds(int times) {
      double seconds = 0;
      for (int i = 0; i < times; i++) {
        long began = System.nanoTime();
        work.run();
        seconds += (System.nanoTime() - began) / 1e9;
        after.run();
      }
      return seconds;
    }
  }

  SparkMlReport run(SparkMlRequest request) {
    config = request.config();
    StepData data =
        StepData.first(storage.sources(), null, config.data().shape(), request.images(), progress);
    try (BenchPictures files = BenchPictures.write(data.examples(), config.data().shape());
        SparkSession session = SparkSessions.open(config.cluster(), "bench spark-ml")) {
      pictures = files;
      spark = session;
      // As the guide advises for small files: by default Spark makes a task of every 32 of them.
      spark.conf().set("spark.sql.files.openCostInBytes", OPEN_COST);
      ArtifactStore store = storage.store(files.folder().resolve("store").toString());
      Contender fit = new Whole("fit", this::fit, () -> {});
      Contender train = new Whole("train", () -> train(store), () -> store.delete("datasets"));
      Map<Contender, Double> trainings = inTurns(request, "training", List.of(fit, train));
      Contender transform =
          new Whole("transform", () -> transform(store), () -> store.delete("scored"));
      Contender predict = new Whole("predict", () -> predict(store), () -> store.delete("scored"));
      Map<Contender, Double> scorings = inTurns(request, "scoring", List.of(transform, predict));
      int images = data.examples().size();
      double seen = (double) images * config.train().epochs();
      TrainingConfig settings = config.train();
      return new SparkMlReport(
          config.model().name(),
          session.sparkContext().master(),
          settings.workers(),
          settings.minibatch(),
          settings.averaging().frequency(),
          images,
          settings.epochs(),
          seen / trainings.get(fit),
          seen / trainings.get(train),
          trainings.get(train) / trainings.get(fit),
          fitted.parametersSha256().equals(Scorer.parametersSha256(trained)),
          images / scorings.get(transform),
          images / scorings.get(predict),
          scorings.get(predict) / scorings.get(transform),
          data.origin(),
          request.repeats());
    }
  }

  private Map<Contender, Double> inTurns(
      SparkMlRequest request, String unit, List<Contender> contenders) {
    Pace pace = new Pace(0, 1, request.repeats(), Clock.WALL);
    return new Alternation(pace, unit, progress).run(contenders);
  }

  private void fit() {
    fitted =
        new CatwalkClassifier()
            .setImageCol("content")
            .setLabelCol("label")
            .setSettings(settings())
            .fit(table());
  }

  private Dataset<Row> table() {
    return spark
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", "true")
        .load(pictures.images().toString())
        .select(col("path"), element_at(split(col("path"), "/"), -2).as("label"), col("content"));
  }

  /** All that is not as it is by default. */
  private String[] settings() {
    SortedMap<String, String> usual =
        ConfigLoader.settings(
            new ConfigLoader(new CatalogModels())
                .load(new ConfigSources(Map.of(), List.of(), false)));
    return ConfigLoader.settings(config).entrySet().stream()
        .filter(it -> it.getKey().matches("(?:model|train)\\..*|data\\.(?:shape\\..*|resize)"))
        .filter(it -> !it.getValue().equals(usual.get(it.getKey())))
        .map(it -> it.getKey() + "=" + it.getValue())
        .toArray(String[]::new);
  }

  private void train(ArtifactStore store) {
    StoredDataset dataset =
        new Ingest(spark, store, storage.sources()).run(source(), IngestListener.SILENT);
    trained =
        new Trainer(spark, config.train(), TrainingListener.SILENT)
            .train(dataset, config.model().definition(config.data().shape()))
            .model();
  }

  private DatasetConfig source() {
    return pictures.source(config.data());
  }

  private void transform(ArtifactStore store) {
    fitted
        .transform(table())
        .select("path", "prediction", "probability")
        .write()
        .parquet(store.resolve("scored").literal());
  }

  private void predict(ArtifactStore store) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    DatasetConfig source = source();
    try (UnlabelledImages images =
            UnlabelledImages.read(
                spark,
                storage.sources(),
                source.source(),
                source.shape(),
                source.resize(),
                source);
        Scorer scorer = new Scorer(context, trained, config.evaluate())) {
      new PredictionTable(spark, trained.card().classes())
          .write(scorer.score(images.examples()), store.resolve("scored"));
    }
  }
}
