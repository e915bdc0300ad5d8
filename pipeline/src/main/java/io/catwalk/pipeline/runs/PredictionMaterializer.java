package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.dataset.Example.ImageFacts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Puts together predictions from the columns of a file. Probabilities go straight into an array:
 * Parquet's own generic records would make two objects of each.
 */
final class PredictionMaterializer extends RecordMaterializer<Prediction> {

  private final Text path = new Text();
  private final Text sha256 = new Text();
  private final Number actual = new Number();
  private final Floats probabilities = new Floats();
  private final Number width = new Number();
  private final Number height = new Number();
  private final Number brightness = new Number();
  private final Entries attributes = new Entries();
  private final GroupConverter row;

  /**
   * @param schema the columns that are read, in their order
   */
  PredictionMaterializer(MessageType schema) {
    Map<String, Converter> byName =
        Map.of(
            "path", path,
            "sha256", sha256,
            "actual_index", actual,
            "probabilities", new Group(new Group(probabilities)),
            "source_width", width,
            "source_height", height,
            "brightness", brightness,
            "attributes", new Group(attributes));
    List<Type> columns = schema.getFields();
    row =
        new Group(columns.stream().map(c -> byName.get(c.getName())).toArray(Converter[]::new)) {
          @Override
          public void start() {
            clear();
          }
        };
  }

  private void clear() {
    path.value = null;
    sha256.value = null;
    actual.value = -1;
    probabilities.size = 0;
    width.value = -1;
    attributes.values.clear();
  }

  @Override
  public Prediction getCurrentRecord() {
    float[] values = Arrays.copyOf(probabilities.values, probabilities.size);
    return new Prediction(path.value, sha256.value, (int) actual.value, values, facts());
  }

  private ImageFacts facts() {
    return width.value < 0
        ? null
        : new ImageFacts(
            (int) width.value, (int) height.value, brightness.value, attributes.values);
  }

  @Override
  public GroupConverter getRootConverter() {
    return row;
  }

  /** Fields by their position. A list is a group of repeated groups of one element. */
  private static class Group extends GroupConverter {

    private final Converter[] fields;

    Group(Converter... fields) {
      this.fields = fields;
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  /** The entries of a map: repeated groups of a key and a value. */
  private static final class Entries extends GroupConverter {

    private final Text key = new Text();
    private final Text value = new Text();
    private final Map<String, String> values = new HashMap<>();

    @Override
    public Converter getConverter(int field) {
      return field == 0 ? key : value;
    }

    @Override
    public void start() {
      value.value = null;
    }

    @Override
    public void end() {
      if (value.value != null) {
        values.put(key.value, value.value);
      }
    }
  }

  private static final class Text extends PrimitiveConverter {

    private String value;

    @Override
    public void addBinary(Binary binary) {
      value = binary.toStringUsingUTF8();
    }
  }

  /** A double holds every int. */
  private static final class Number extends PrimitiveConverter {

    private double value;

    @Override
    public void addInt(int number) {
      value = number;
    }

    @Override
    public void addDouble(double number) {
      value = number;
    }
  }

  private static final class Floats extends PrimitiveConverter {

    private float[] values = new float[16];
    private int size;

    @Override
    public void addFloat(float number) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = number;
    }
  }
}
