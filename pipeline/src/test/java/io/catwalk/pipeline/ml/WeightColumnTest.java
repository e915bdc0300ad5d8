package io.catwalk.pipeline.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that count more than others. */
class WeightColumnTest {

  @TempDir private static Path folder;
  private static Dataset<Row> uneven;

  @BeforeAll
  static void draw() {
    // All circles, and half as many squares.
    uneven =
        DrawnPictures.in(folder.resolve("drawn"))
            .files()
            .filter("label = 'circle' or conv(substr(sha1(path), 1, 2), 16, 10) < 128");
  }

  /** With labels smoothed, so that not the one of the class alone is weighed. */
  private static CatwalkClassifier classifier() {
    return DrawnPictures.classifier().setSettings("train.label-smoothing=0.1");
  }

  private static String fit(CatwalkClassifier classifier, String weight) {
    return classifier.fit(uneven.withColumn("w", functions.expr(weight))).parametersSha256();
  }

  @Test
  void weightsOfClassesAreThoseOfTheirRows() {
    Map<String, Long> counts = counts();
    long all = counts.get("circle") + counts.get("square");
    assertThat(counts.get("square")).isBetween(5L, counts.get("circle") - 5);
    String weight =
        String.format(
            Locale.ROOT,
            "if(label = 'circle', %1$dD / (2 * %2$d), %1$dD / (2 * %3$d))",
            all,
            counts.get("circle"),
            counts.get("square"));

    String balanced = fit(classifier().setBalance("weights"), "1");

    assertThat(fit(classifier().setWeightCol("w"), weight)).isEqualTo(balanced);
    assertThat(fit(classifier(), weight)).as("not asked for").isNotEqualTo(balanced);
    assertThat(fit(classifier().setWeightCol("w").setBalance("weights"), "2"))
        .as("both")
        .isEqualTo(fit(classifier().setWeightCol("w"), "2 * (" + weight + ")"));
  }

  private static Map<String, Long> counts() {
    Map<String, Long> counts = new HashMap<>();
    for (Row row : uneven.groupBy("label").count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    return counts;
  }

  @Test
  void allTheSameIsAsNone() {
    assertThat(fit(classifier().setWeightCol("w"), "1")).isEqualTo(fit(classifier(), "1"));
  }

  @Test
  void whatCountsNothingTeachesNothing() {
    assertThatThrownBy(() -> fit(classifier().setWeightCol("w"), "0"))
        .isInstanceOf(CatwalkException.class)
        .hasMessageStartingWith("Training moved no parameter of lenet5");
  }

  @ParameterizedTest
  @CsvSource({
    "null, null",
    "double('NaN'), NaN",
    "-0.5D, -0.5",
    "double('Infinity'), Infinity",
    "1e300D, 1.0E300"
  })
  void whatIsNoWeightIsTold(String weight, String told) {
    assertThatThrownBy(
            () -> fit(classifier().setWeightCol("w"), "cast(%s as double)".formatted(weight)))
        .isInstanceOf(CatwalkException.class)
        .hasMessage("weight column w holds " + told + "; expected numbers from 0 on");
  }

  /**
   * Their gradient takes targets to add up to one; Deeplearning4j's own master hears of no weight.
   */
  @ParameterizedTest
  @CsvSource({"train.layers=stock", "train.master=stock"})
  void stockLayersAreRefused(String setting) {
    assertThatThrownBy(
            () -> fit(DrawnPictures.classifier().setWeightCol("w").setSettings(setting), "2"))
        .isInstanceOf(CatwalkException.class)
        .hasMessage(
            "weightCol = w: stock layers cannot weigh images; expected train.layers = engine");
  }

  @Test
  void aColumnOfOtherThingsIsTold() {
    assertThatThrownBy(() -> classifier().setWeightCol("label").fit(uneven))
        .hasMessage("weight column label is of type string; expected a number");
    assertThatThrownBy(() -> classifier().setWeightCol("v").fit(uneven))
        .hasMessageStartingWith("there is no column v; the table has path, ");
  }
}
