package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.dataset.ImageFacts;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.collection.JavaConverters;

/**
 * A prediction as a row of {@link PredictionTable}.
 *
 * @param classes names in label order
 */
record PredictionRow(List<String> classes) implements Function<Prediction, Row> {

  @Override
  public Row call(Prediction prediction) {
    int actual = prediction.actual();
    int predicted = prediction.predicted();
    boolean known = actual >= 0;
    ImageFacts facts = prediction.facts();
    return RowFactory.create(
        prediction.path(),
        prediction.sha256(),
        known ? classes.get(actual) : null,
        known ? Integer.valueOf(actual) : null,
        classes.get(predicted),
        predicted,
        known ? Boolean.valueOf(predicted == actual) : null,
        prediction.probabilities(),
        facts == null ? null : facts.sourceWidth(),
        facts == null ? null : facts.sourceHeight(),
        facts == null ? null : facts.brightness(),
        facts == null ? null : JavaConverters.mapAsScalaMap(facts.attributes()));
  }
}
