package io.catwalk.pipeline.evaluate;

import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;

/**
 * Puts together predictions from the columns path, sha256, actual_index and probabilities, in this
 * order. Probabilities go straight into an array: Parquet's own generic records would make two
 * objects of each.
 */
final class PredictionMaterializer extends RecordMaterializer<Prediction> {

  private final Text path = new Text();
  private final Text sha256 = new Text();
  private final Index actual = new Index();
  private final Floats probabilities = new Floats();

  private final GroupConverter row =
      new Group(path, sha256, actual, new Group(new Group(probabilities))) {
        @Override
        public void start() {
          path.value = null;
          sha256.value = null;
          actual.value = -1;
          probabilities.size = 0;
        }
      };

  @Override
  public Prediction getCurrentRecord() {
    float[] values = Arrays.copyOf(probabilities.values, probabilities.size);
    return new Prediction(path.value, sha256.value, actual.value, values);
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

  private static final class Text extends PrimitiveConverter {

    private String value;

    @Override
    public void addBinary(Binary binary) {
      value = binary.toStringUsingUTF8();
    }
  }

  private static final class Index extends PrimitiveConverter {

    private int value;

    @Override
    public void addInt(int number) {
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
