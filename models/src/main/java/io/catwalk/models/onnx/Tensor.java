package io.catwalk.models.onnx;

import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataLocation;
import onnx.Onnx.TensorProto.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A constant of a graph that somebody wrote: its bytes are as many as its type and dimensions say
 * before memory is taken for them.
 */
final class Tensor {

  private final String name;
  private final TensorProto tensor;

  /**
   * @param name by which nodes know it
   */
  Tensor(String name, TensorProto tensor) {
    this.name = name;
    this.tensor = tensor;
  }

  List<Long> dims() {
    return tensor.getDimsList();
  }

  /** For messages. */
  String told() {
    return "tensor \"" + OnnxImportException.shown(name) + "\"";
  }

  /**
   * That these are singles of some shape, all of them in this file.
   *
   * @throws OnnxImportException where they are not
   */
  Tensor checkFloats() {
    checkHere();
    expect(DataType.FLOAT);
    boolean raw = !tensor.getRawData().isEmpty();
    long found = raw ? tensor.getRawData().size() : (long) tensor.getFloatDataCount() * Float.BYTES;
    checkLength(found, Float.BYTES);
    return this;
  }

  /** In ONNX's order, the last dimension changing fastest; each is finite. */
  INDArray floats() {
    checkFloats();
    float[] values = new float[Math.toIntExact(count())];
    if (tensor.getRawData().isEmpty()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatData(i);
      }
    } else {
      tensor
          .getRawData()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new OnnxImportException(told() + " holds " + value + "; expected finite numbers");
      }
    }
    return Nd4j.create(values, dims().stream().mapToLong(Long::longValue).toArray(), 'c');
  }

  /** Whole numbers, such as a shape. */
  long[] integers() {
    checkHere();
    expect(DataType.INT64);
    boolean raw = !tensor.getRawData().isEmpty();
    long found = raw ? tensor.getRawData().size() : (long) tensor.getInt64DataCount() * Long.BYTES;
    checkLength(found, Long.BYTES);
    long[] values = new long[Math.toIntExact(count())];
    if (raw) {
      tensor
          .getRawData()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asLongBuffer()
          .get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getInt64Data(i);
      }
    }
    return values;
  }

  /** Whether it is one boolean that is true. */
  boolean isTrue() {
    checkHere();
    return tensor.getDataType() == DataType.BOOL_VALUE
        && (tensor.getInt32DataCount() == 1 && tensor.getInt32Data(0) != 0
            || tensor.getRawData().size() == 1 && tensor.getRawData().byteAt(0) != 0);
  }

  private void checkHere() {
    if (tensor.getDataLocation() == DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
      String file =
          tensor.getExternalDataList().stream()
              .filter(entry -> entry.getKey().equals("location"))
              .map(entry -> " (" + OnnxImportException.shown(entry.getValue()) + ")")
              .findFirst()
              .orElse("");
      throw new OnnxImportException(
          told()
              + " lies in another file"
              + file
              + "; expected weights in the file itself, as torch.onnx.export(…, external_data=False) writes them");
    }
  }

  private void expect(DataType type) {
    if (tensor.getDataType() != type.getNumber()) {
      DataType found = DataType.forNumber(tensor.getDataType());
      throw new OnnxImportException(
          told()
              + " is of type "
              + (found == null ? Integer.toString(tensor.getDataType()) : found.name())
              + "; expected "
              + type);
    }
  }

  private void checkLength(long found, int size) {
    long expected;
    try {
      expected = Math.multiplyExact(count(), size);
    } catch (ArithmeticException e) {
      throw new OnnxImportException(told() + ": its dimensions " + shape() + " are no sizes", e);
    }
    if (found != expected) {
      throw new OnnxImportException(
          told() + " holds " + found + " bytes; its dimensions " + shape() + " make " + expected);
    }
  }

  /** Numbers that it holds. */
  long count() {
    long count = 1;
    for (long dim : dims()) {
      if (dim < 1) {
        throw new OnnxImportException(told() + ": its dimensions " + shape() + " are no sizes");
      }
      count = Math.multiplyExact(count, dim);
    }
    return count;
  }

  /** For messages. */
  String shape() {
    return dims().stream()
        .limit(8)
        .map(String::valueOf)
        .collect(Collectors.joining("×", "[", dims().size() > 8 ? "×…]" : "]"));
  }
}
