package io.catwalk.models.onnx;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.Descriptors.Descriptor;
import org.nd4j.shade.protobuf.Descriptors.FieldDescriptor;
import org.nd4j.shade.protobuf.WireFormat;

/**
 * Looks through the bytes of a file from anywhere before protobuf makes objects of them. ND4J's
 * copy of protobuf, 3.21.2, takes very long or exhausts the stack where groups are nested
 * (CVE-2024-7254) and where one message is given in many pieces (CVE-2022-3171, CVE-2022-3509,
 * CVE-2022-3510); ONNX's own writers make neither. What is not weights is limited too, since a
 * field of two bytes becomes an object of a hundred.
 */
final class WireGuard {

  /** Nested messages; a weight of a chain of operators is the fourth. */
  static final int MOST_LEVELS = 32;

  private static final int MOST_FIELDS = 1 << 20;

  /** Of names, attributes and descriptions. */
  private static final long MOST_OTHER_BYTES = 64L << 20;

  private final CodedInputStream in;
  private int fields;
  private long otherBytes;

  private WireGuard(CodedInputStream in) {
    this.in = in;
  }

  /**
   * @throws OnnxImportException when this is no document of protobuf's format, or one that no
   *     exporter writes
   */
  static void check(byte[] bytes) {
    try {
      new WireGuard(CodedInputStream.newInstance(bytes)).message(ModelProto.getDescriptor(), 1);
    } catch (IOException e) {
      throw new OnnxImportException("not a whole file of ONNX (" + e.getMessage() + ")", e);
    }
  }

  private void message(Descriptor type, int level) throws IOException {
    if (level > MOST_LEVELS) {
      throw new OnnxImportException(
          "refused: messages nested more than " + MOST_LEVELS + " deep; expected a plain graph");
    }
    Set<Integer> messages = new HashSet<>();
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      if (++fields > MOST_FIELDS) {
        throw new OnnxImportException(
            "refused: more than " + MOST_FIELDS + " fields; expected a graph of at most hundreds");
      }
      int wireType = WireFormat.getTagWireType(tag);
      int number = WireFormat.getTagFieldNumber(tag);
      if (wireType == WireFormat.WIRETYPE_START_GROUP
          || wireType == WireFormat.WIRETYPE_END_GROUP) {
        throw new OnnxImportException(
            "refused: field " + number + " of a " + type.getName() + " is a group; ONNX has none");
      }
      FieldDescriptor field = type.findFieldByNumber(number);
      if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        in.skipField(tag);
      } else if (field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        if (!field.isRepeated() && !messages.add(number)) {
          throw new OnnxImportException(
              "refused: " + type.getName() + "." + field.getName() + " is there twice");
        }
        int outer = in.pushLimit(in.readRawVarint32());
        message(field.getMessageType(), level + 1);
        in.popLimit(outer);
      } else {
        skip(field == null || !isWeights(field), in.readRawVarint32());
      }
    }
  }

  private static boolean isWeights(FieldDescriptor field) {
    boolean numbers =
        field.getNumber() == TensorProto.RAW_DATA_FIELD_NUMBER
            || field.getNumber() == TensorProto.FLOAT_DATA_FIELD_NUMBER;
    return numbers && field.getContainingType().equals(TensorProto.getDescriptor());
  }

  private void skip(boolean other, int length) throws IOException {
    in.skipRawBytes(length);
    otherBytes += other ? length : 0;
    if (otherBytes > MOST_OTHER_BYTES) {
      throw new OnnxImportException(
          "refused: more than " + MOST_OTHER_BYTES + " bytes that are no weights");
    }
  }
}
