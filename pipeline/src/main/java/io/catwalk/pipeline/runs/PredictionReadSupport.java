package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.evaluate.PredictionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads those columns of {@link PredictionTable} from which the others follow. */
final class PredictionReadSupport extends ReadSupport<Prediction> {

  /** What every such table has. */
  private static final List<String> COLUMNS =
      List.of(
          PredictionColumns.PATH,
          PredictionColumns.SHA256,
          PredictionColumns.ACTUAL_INDEX,
          PredictionColumns.PROBABILITIES);

  /** What tables of older versions lack. */
  private static final List<String> FACTS =
      List.of(
          PredictionColumns.SOURCE_WIDTH,
          PredictionColumns.SOURCE_HEIGHT,
          PredictionColumns.BRIGHTNESS,
          PredictionColumns.ATTRIBUTES);

  @Override
  public ReadContext init(InitContext context) {
    MessageType schema = context.getFileSchema();
    List<Type> columns = new ArrayList<>();
    COLUMNS.forEach(name -> columns.add(column(schema, name)));
    FACTS.stream().filter(schema::containsField).map(schema::getType).forEach(columns::add);
    return new ReadContext(new MessageType(schema.getName(), columns));
  }

  private static Type column(MessageType schema, String name) {
    if (!schema.containsField(name)) {
      throw CatwalkException.data("it has no column " + name);
    }
    return schema.getType(name);
  }

  @Override
  public RecordMaterializer<Prediction> prepareForRead(
      Configuration configuration,
      Map<String, String> metadata,
      MessageType schema,
      ReadContext context) {
    return new PredictionMaterializer(context.getRequestedSchema());
  }
}
