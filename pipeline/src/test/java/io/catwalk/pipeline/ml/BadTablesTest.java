package io.catwalk.pipeline.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that hold other than sound images and labels. */
class BadTablesTest {

  @TempDir private static Path folder;
  private static DrawnPictures pictures;

  @BeforeAll
  static void draw() {
    pictures = DrawnPictures.in(folder.resolve("drawn"));
  }

  @Test
  void badImagesEndLeaveOrStayAsIsAsked() {
    Dataset<Row> mixed = pictures.files().select("content", "label").union(bad());
    CatwalkModel model = DrawnPictures.classifier().setHandleInvalid("skip").fit(mixed);

    assertThat(model.transform(mixed).count()).isEqualTo(2 * DrawnPictures.EACH);
    assertThatThrownBy(() -> DrawnPictures.classifier().fit(mixed))
        .isInstanceOf(CatwalkException.class)
        .hasMessageStartingWith("2 images of column content cannot be used: an image (")
        .hasMessageEndingWith("; handleInvalid = skip leaves them out");
    CatwalkModel strict = model.copy(ParamMap.empty()).setHandleInvalid("error");
    assertThatThrownBy(() -> strict.transform(mixed).collectAsList())
        .hasStackTraceContaining("an image: no good image (")
        .hasStackTraceContaining("handleInvalid = skip leaves it out, keep predicts NaN");
    Dataset<Row> kept = model.copy(ParamMap.empty()).setHandleInvalid("keep").transform(mixed);
    assertThat(kept.count()).isEqualTo(2 * DrawnPictures.EACH + 2);
    assertThat(kept.filter("isnan(prediction) and probability is null").count()).isEqualTo(2);
  }

  private static Dataset<Row> bad() {
    StructType schema =
        new StructType().add("content", DataTypes.BinaryType).add("label", DataTypes.StringType);
    return LocalSpark.session()
        .createDataFrame(
            List.of(
                RowFactory.create(null, "circle"), RowFactory.create(new byte[] {1, 2}, "square")),
            schema);
  }

  @Test
  void pixelsOfUnknownSizeAreNoImage() {
    Dataset<Row> table =
        pictures
            .files()
            .selectExpr(
                "named_struct('origin', path, 'height', if(label = 'circle', null, 1), 'width', 1,"
                    + " 'nChannels', 1, 'mode', 0, 'data', unhex('00')) as image",
                "label");

    assertThatThrownBy(
            () -> DrawnPictures.classifier().setImageCol("image").fit(table.orderBy("label")))
        .isInstanceOf(CatwalkException.class)
        .hasMessageStartingWith(DrawnPictures.EACH + " images of column image cannot be used: ")
        .hasMessageContaining("(unreadable)");
  }

  @Test
  void keysThatAFitDoesNotHeedAreRefused() {
    for (String setting :
        List.of("tracking.mlflow.uri=http://mlflow", "train.folds=3", "data.limit=9", "no.key=1")) {
      assertThatThrownBy(
              () -> DrawnPictures.classifier().setSettings(setting).fit(pictures.files()))
          .hasMessage(
              "setting "
                  + setting
                  + ": a fit does not heed this key; expected one of model, train (but train.folds), data.shape, data.resize or data.max-megapixels");
    }
    assertThatThrownBy(
            () -> DrawnPictures.classifier().setSettings("model.classes=7").fit(pictures.files()))
        .hasMessageStartingWith(
            "model.classes = 7, but dataset images has 2 classes (circle, square)");
  }

  @Test
  void mistakesAreToldInOneLine() {
    Dataset<Row> table = pictures.files();

    assertThatThrownBy(() -> DrawnPictures.classifier().setImageCol("picture").fit(table))
        .hasMessage(
            "there is no column picture; the table has path, modificationTime, length, content, label");
    assertThatThrownBy(() -> DrawnPictures.classifier().setImageCol("length").fit(table))
        .hasMessage(
            "column length is of type bigint; expected binary (files), string (paths) or Spark's image struct");
    assertThatThrownBy(() -> DrawnPictures.classifier().setLabelCol("content").fit(table))
        .hasMessage("label column content is of type binary; expected string or a number");
    assertThatThrownBy(() -> DrawnPictures.classifier().setHandleInvalid("drop"))
        .hasMessage("handleInvalid = drop: expected error, skip or keep");
    assertThatThrownBy(() -> DrawnPictures.classifier().setEpochs(0).fit(table))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("epochs = 0")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(
            () ->
                DrawnPictures.classifier()
                    .setLabelCol("n")
                    .fit(table.withColumn("n", functions.expr("if(label = 'circle', 0, 2.5)"))))
        .hasMessage(
            "label column n holds 2.5; expected whole numbers from 0 to 1 without a hole, as StringIndexer makes them");
    assertThatThrownBy(() -> DrawnPictures.classifier().fit(table.filter("label = 'circle'")))
        .hasMessage("label column label holds 1 classes; expected 2 to 10,000");
    assertThatThrownBy(
            () ->
                DrawnPictures.classifier()
                    .fit(
                        table.withColumn(
                            "label", functions.expr("if(length % 2 = 0, null, label)"))))
        .hasStackTraceContaining("label column label holds null; handleInvalid = skip");
    assertThatThrownBy(
            () ->
                DrawnPictures.classifier()
                    .fit(table)
                    .transform(table.withColumn("prediction", functions.lit(1))))
        .hasMessage("column prediction exists already; expected another name for the new one");
  }
}
