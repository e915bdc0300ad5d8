package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.oracle.labs.mlrg.olcut.util.Pair;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.evaluate.PredictionTable;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.baseline.DummyClassifierTrainer;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Tribuo computes the same figures from the stored predictions. */
class IndependentMetricsTest {

  private final SparkSession spark = LocalSpark.session();

  @ParameterizedTest(name = "{0} examples, {1} classes, probabilities in steps of 1/{2}, seed {3}")
  @CsvSource({
    "1000, 10, 16, 1", // many ties
    "1000, 10, 4, 2", // hardly anything else
    "1000, 10, 4096, 3", // few
    "1500, 2, 64, 4",
    "900, 30, 32, 5"
  })
  void tribuoAgrees(int examples, int classes, int steps, long seed, @TempDir Path root) {
    ArtifactStore store = HadoopStorage.with(Map.of()).store(root.toString());
    Location table = store.resolve("run/predictions.parquet");
    write(Scores.random(examples, classes, steps, seed), classes, table);

    List<Prediction> stored = new ArrayList<>();
    new StoredPredictions(store, "run").forEachOf(classes, stored::add);
    EvaluationResult ours =
        new LabelledScores(
                stored.stream().mapToInt(Prediction::actual).toArray(),
                stored.stream().map(Prediction::probabilities).toArray(float[][]::new))
            .measured(Scores.subject(classes), 15);
    LabelEvaluation theirs = tribuo(spark.read().parquet(table.toString()).collectAsList());

    assertThat(ours.examples()).isEqualTo(examples);
    assertThat(ours.accuracy()).isCloseTo(theirs.accuracy(), within(1e-12));
    assertThat(ours.macro().precision()).isCloseTo(theirs.macroAveragedPrecision(), within(1e-9));
    assertThat(ours.macro().recall()).isCloseTo(theirs.macroAveragedRecall(), within(1e-9));
    assertThat(ours.macro().f1()).isCloseTo(theirs.macroAveragedF1(), within(1e-9));
    assertThat(ours.macro().rocAuc()).isCloseTo(theirs.averageAUCROC(false), within(1e-9));
    assertThat(ours.weighted().rocAuc()).isCloseTo(theirs.averageAUCROC(true), within(1e-9));
    for (ClassMetrics metrics : ours.perClass()) {
      Label label = new Label(metrics.name());
      assertThat((double) metrics.correct()).isEqualTo(theirs.tp(label));
      assertThat((double) metrics.support()).isEqualTo(theirs.tp(label) + theirs.fn(label));
      assertThat(metrics.precision()).isCloseTo(theirs.precision(label), within(1e-9));
      assertThat(metrics.recall()).isCloseTo(theirs.recall(label), within(1e-9));
      assertThat(metrics.f1()).isCloseTo(theirs.f1(label), within(1e-9));
      assertThat(metrics.rocAuc()).isCloseTo(theirs.AUCROC(label), within(1e-9));
      assertThat(metrics.averagePrecision())
          .isCloseTo(theirs.averagedPrecision(label), within(1e-9));
    }
    for (int actual = 0; actual < classes; actual++) {
      for (int predicted = 0; predicted < classes; predicted++) {
        assertThat((double) ours.confusionMatrix().count(actual, predicted))
            .isEqualTo(
                theirs.confusion(new Label("class " + predicted), new Label("class " + actual)));
      }
    }
  }

  private void write(LabelledScores scores, int classes, Location table) {
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      predictions.add(
          new Prediction("image-" + i, "sha-" + i, scores.labels()[i], scores.probabilities()[i]));
    }
    new PredictionTable(spark, Scores.names(classes))
        .write(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(predictions, 3),
            table);
  }

  private static LabelEvaluation tribuo(List<Row> rows) {
    LabelFactory factory = new LabelFactory();
    SimpleDataSourceProvenance provenance =
        new SimpleDataSourceProvenance("predictions.parquet", factory);
    List<org.tribuo.Prediction<Label>> predictions = new ArrayList<>();
    MutableDataset<Label> dataset = new MutableDataset<>(provenance, factory);
    for (Row row : rows) {
      Example<Label> example =
          new ArrayExample<>(
              new Label(row.getAs("actual")), new String[] {"feature"}, new double[] {1});
      dataset.add(example);
      Map<String, Label> scores = new LinkedHashMap<>();
      List<Float> probabilities = row.getList(row.fieldIndex("probabilities"));
      for (int c = 0; c < probabilities.size(); c++) {
        scores.put("class " + c, new Label("class " + c, probabilities.get(c)));
      }
      Label predicted = scores.get(row.<String>getAs("predicted"));
      predictions.add(new org.tribuo.Prediction<>(predicted, scores, 1, example, true));
    }
    return new LabelEvaluator().evaluate(new Known(dataset), predictions, provenance);
  }

  /** The evaluator asks a model for its classes and whether it gives probabilities, no more. */
  private static final class Known extends Model<Label> {

    private static final long serialVersionUID = 1L;

    Known(MutableDataset<Label> dataset) {
      super(
          "known",
          DummyClassifierTrainer.createMostFrequentTrainer().train(dataset).getProvenance(),
          dataset.getFeatureIDMap(),
          dataset.getOutputIDInfo(),
          true);
    }

    @Override
    public org.tribuo.Prediction<Label> predict(Example<Label> example) {
      throw new UnsupportedOperationException("its predictions are known");
    }

    @Override
    public Map<String, List<Pair<String, Double>>> getTopFeatures(int n) {
      return Map.of();
    }

    @Override
    public Optional<Excuse<Label>> getExcuse(Example<Label> example) {
      return Optional.empty();
    }

    @Override
    protected Model<Label> copy(String name, ModelProvenance provenance) {
      throw new UnsupportedOperationException("its predictions are known");
    }
  }
}
