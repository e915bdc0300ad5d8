package io.catwalk.pipeline.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.split;

import io.catwalk.pipeline.bench.Alternation.Contender;
import io.catwalk.pipeline.bench.Benchmarks.Pace;
import io.catwalk.pipeline.bench.Benchmarks.SparkMlRequest;
import io.catwalk.pipeline.bench.SparkMlReport.Speed;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.Example;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
  private ArtifactStore store;
  private TrainedModel trained;
  private final List<CatwalkModel> fitted = new ArrayList<>();

  SparkMlBenchmark(HadoopStorage storage, Consumer<String> progress) {
    this.storage = storage;
    this.progress = progress;
  }

  /** Something that is done from its beginning to its end, and what is to be tidied up then. */
  private static final class Whole implements Contender {

    private final String name;
    private final Runnable work;
    private final Runnable after;
    private final List<Double> processor = new ArrayList<>();

    Whole(String name, Runnable work, Runnable after) {
      this.name = name;
      this.work = work;
      this.after = after;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public double seconds(int times) {
      double seconds = 0;
      for (int i = 0; i < times; i++) {
        double used = ProcessorTime.seconds();
        long began = System.nanoTime();
        work.run();
        seconds += (System.nanoTime() - began) / 1e9;
        processor.add(ProcessorTime.seconds() - used);
        after.run();
      }
      return seconds;
    }

    /** Processor seconds of the median turn, without that which warmed up. */
    double processorSeconds() {
      return Alternation.median(processor.subList(1, processor.size()));
    }
  }

  SparkMlReport run(SparkMlRequest request) {
    config = request.config();
    StepData data =
        StepData.first(storage.sources(), null, config.data().shape(), request.images(), progress);
    int images = data.examples().size();
    TrainingConfig settings = config.train();
    try (SparkSession session = SparkSessions.open(config.cluster(), "bench spark-ml")) {
      spark = session;
      // As the guide advises for small files: by default Spark makes a task of every 32 of them.
      spark.conf().set("spark.sql.files.openCostInBytes", OPEN_COST);
      List<Speed> trainings = trainings(request, data.examples());
      List<Speed> scorings = scorings(request, repeated(data.examples(), request.scored()));
      String parameters = Scorer.parametersSha256(trained);
      return new SparkMlReport(
          config.model().name(),
          session.sparkContext().master(),
          settings.workers(),
          settings.minibatch(),
          settings.averaging().frequency(),
          images,
          settings.epochs(),
          trainings,
          fitted.stream().allMatch(model -> model.parametersSha256().equals(parameters)),
          request.scored(),
          scorings,
          data.origin(),
          request.repeats());
    }
  }

  private static List<Example> repeated(List<Example> examples, int count) {
    return IntStream.range(0, count).mapToObj(i -> examples.get(i % examples.size())).toList();
  }

  private List<Speed> trainings(SparkMlRequest request, List<Example> examples) {
    try (BenchPictures files = open(examples)) {
      Dataset<Row> paths = paths(files);
      return inTurns(
          request,
          "training",
          (double) examples.size() * config.train().epochs(),
          List.of(
              new Whole("ingest and train", this::train, () -> store.delete("datasets")),
              new Whole("fit of paths", () -> fit(paths, "path"), () -> {}),
              new Whole("fit of files", () -> fit(files(), "content"), () -> {})));
    }
  }

  private List<Speed> scorings(SparkMlRequest request, List<Example> examples) {
    Runnable after = () -> store.delete("scored");
    try (BenchPictures files = open(examples)) {
      Dataset<Row> paths = paths(files);
      return inTurns(
          request,
          "scoring",
          examples.size(),
          List.of(
              new Whole("predict", this::predict, after),
              new Whole("transform of paths", () -> transform(paths, "path"), after),
              new Whole("transform of files", () -> transform(files(), "content"), after)));
    }
  }

  private BenchPictures open(List<Example> examples) {
    pictures = BenchPictures.write(examples, config.data().shape());
    store = storage.store(pictures.folder().resolve("store").toString());
    return pictures;
  }

  /** As people have them: a table that lies in Parquet. */
  private Dataset<Row> paths(BenchPictures files) {
    String table = files.folder().resolve("paths").toString();
    files().select("path", "label").write().parquet(table);
    return spark.read().parquet(table);
  }

  /**
   * @param contenders the first is the one that others are compared with
   */
  private List<Speed> inTurns(
      SparkMlRequest request, String unit, double images, List<Whole> contenders) {
    Pace pace = new Pace(0, 1, request.repeats(), Clock.WALL);
    Map<Contender, Double> seconds =
        new Alternation(pace, unit, progress).run(List.copyOf(contenders));
    Whole command = contenders.get(0);
    boolean here = spark.sparkContext().master().startsWith("local");
    return contenders.stream()
        .map(
            each ->
                new Speed(
                    each.name(),
                    images / seconds.get(each),
                    seconds.get(command) / seconds.get(each),
                    here ? each.processorSeconds() : null,
                    here ? command.processorSeconds() / each.processorSeconds() : null))
        .toList();
  }

  private void fit(Dataset<Row> table, String column) {
    fitted.add(
        new CatwalkClassifier()
            .setImageCol(column)
            .setLabelCol("label")
            .setSettings(settings())
            .fit(table));
  }

  /** As Spark's own source reads a folder. */
  private Dataset<Row> files() {
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

  private void train() {
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

  private void transform(Dataset<Row> table, String column) {
    fitted
        .get(0)
        .setImageCol(column)
        .transform(table)
        .select("path", "prediction", "probability")
        .write()
        .parquet(store.resolve("scored").literal());
  }

  private void predict() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    DatasetConfig source = source();
    try (UnlabelledImages images =
            UnlabelledImages.read(
                spark,
                storage.sources(),
                UnlabelledImages.Source.all(source.source()),
                source.shape(),
                source.resize(),
                source);
        Scorer scorer = new Scorer(context, trained, config.evaluate())) {
      new PredictionTable(spark, trained.card().classes())
          .write(scorer.score(images.examples()), store.resolve("scored"));
    }
  }
}
