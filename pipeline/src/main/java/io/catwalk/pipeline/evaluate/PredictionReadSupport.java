package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.CatwalkException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads the four columns of {@link PredictionTable} from which the others follow. */
final class PredictionReadSupport extends ReadSupport<Prediction> {

  /** In the order in which {@link PredictionMaterializer} expects them. */
  private static final List<String> COLUMNS =
      List.of("path", "sha256", "actual_index", "probabilities");

  @Override
  public ReadContext init(InitContext context) {
    MessageType schema = context.getFileSchema();
    List<Type> columns = COLUMNS.stream().map(name -> column(schema, name)).toList();
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
    return new PredictionMaterializer();
  }
}
