package io.catwalk.pipeline.predict;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.row_number;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.evaluate.ExamplePictures;
import io.catwalk.pipeline.explain.Thumbnail;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.report.ScoredImages;
import io.catwalk.pipeline.report.ScoredImages.Group;
import io.catwalk.pipeline.report.ScoredImages.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import scala.Tuple2;

/**
 * The page of a scored folder: of every class the images that the model is least sure of. They are
 * chosen and made small on the executors.
 *
 * @param card of the model
 * @param counts predicted class → images
 */
public record PredictionPage(ModelCard card, Map<String, Long> counts) {

  public static final String FILE = "predictions.html";

  private static final int MOST_OF_A_CLASS = 24;
  private static final int MOST = 600;

  public byte[] of(Dataset<Row> predictions, JavaRDD<Example> examples) {
    List<Row> chosen = leastSure(predictions);
    HashTable keys = HashTable.of(chosen.stream().map(PredictionPage::key).toList());
    Map<String, Thumbnail> pictures =
        examples
            .flatMap(new ExamplePictures(keys, HashTable.EMPTY, card.shape()))
            .mapToPair(each -> new Tuple2<>(each.example().key(), each.thumbnail()))
            .collectAsMap();
    List<Group> groups = new ArrayList<>();
    for (int c = 0; c < card.classes().size(); c++) {
      int index = c;
      String name = card.classes().get(c);
      List<Scored> shown =
          chosen.stream()
              .filter(row -> row.getInt(2) == index)
              .map(row -> scored(row, pictures.get(key(row))))
              .toList();
      if (!shown.isEmpty()) {
        groups.add(new Group(name, counts.getOrDefault(name, 0L), shown));
      }
    }
    long images = counts.values().stream().mapToLong(Long::longValue).sum();
    return new ScoredImages(card.model(), images, groups, card.synthetic()).html();
  }

  /** Ordered by class and probability. */
  private List<Row> leastSure(Dataset<Row> predictions) {
    int each = Math.max(2, Math.min(MOST_OF_A_CLASS, MOST / card.classes().size()));
    return predictions
        .withColumn("confidence", element_at(col("probabilities"), col("predicted_index").plus(1)))
        .withColumn(
            "rank",
            row_number()
                .over(
                    Window.partitionBy("predicted_index")
                        .orderBy(col("confidence"), col("path"), col("sha256"))))
        .filter(col("rank").leq(each))
        .orderBy("predicted_index", "rank")
        .select("path", "sha256", "predicted_index", "probabilities")
        .collectAsList();
  }

  private Scored scored(Row row, Thumbnail picture) {
    List<Float> probabilities = row.getList(3);
    int predicted = row.getInt(2);
    int second = predicted == 0 ? 1 : 0;
    for (int c = 0; c < probabilities.size(); c++) {
      if (c != predicted && probabilities.get(c) > probabilities.get(second)) {
        second = c;
      }
    }
    return new Scored(
        row.getString(0),
        probabilities.get(predicted),
        card.classes().get(second),
        probabilities.get(second),
        picture.width(),
        picture.height(),
        picture.file());
  }

  private static String key(Row row) {
    return Example.key(row.getString(1), row.getString(0));
  }
}
