package io.catwalk.models.onnx;

import io.catwalk.models.ImageShape;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/**
 * Makes a network of a file of ONNX from anywhere: a plain chain of operators, as PyTorch's {@code
 * torch.onnx.export} writes image classifiers without branches. Whatever else a file holds is
 * refused by name.
 */
public final class OnnxReader {

  /** Bytes that a file may have: what one array holds. */
  public static final int MOST_BYTES = Integer.MAX_VALUE - (1 << 20);

  /** Versions of the default operators in which those that are read mean what they mean here. */
  private static final int FIRST_OPSET = 9;

  private static final int LAST_OPSET = 23;

  /** Rows or columns of an image. */
  private static final int LARGEST_IMAGE = 4096;

  /**
   * Numbers by which a network may be larger than its file, whose exporters share equal weights.
   */
  private static final int SHARED = 1 << 22;

  private OnnxReader() {}

  /**
   * @param file all of it; must not change while the network is made
   * @throws OnnxImportException naming the first operator, attribute or tensor that does not fit
   */
  public static ImportedNetwork read(byte[] file) {
    WireGuard.check(file);
    ModelProto model = parse(file);
    long opset = opset(model);
    GraphProto graph = model.getGraph();
    Set<String> constants =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    // Writers of the format's first years list weights among the inputs.
    List<ValueInfoProto> inputs =
        graph.getInputList().stream().filter(it -> !constants.contains(it.getName())).toList();
    if (inputs.size() != 1 || graph.getOutputCount() != 1) {
      throw new OnnxImportException(
          "a graph of "
              + inputs.size()
              + " inputs and "
              + graph.getOutputCount()
              + " outputs; expected one of each");
    }
    ImageShape shape = shape(inputs.get(0));
    ChainReader chain =
        new ChainReader(inputs.get(0).getName(), shape, (long) file.length / Float.BYTES + SHARED);
    graph.getInitializerList().forEach(chain::constant);
    graph.getNodeList().forEach(node -> chain.read(new Operator(node)));
    return chain.network(
        graph.getOutput(0).getName(), opset, OnnxImportException.shown(model.getProducerName()));
  }

  private static ModelProto parse(byte[] file) {
    try {
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(file).newCodedInput();
      // Weights are parts of the file's own array, not copies of them.
      in.enableAliasing(true);
      in.setRecursionLimit(WireGuard.MOST_LEVELS);
      return ModelProto.parseFrom(in);
    } catch (IOException e) {
      throw new OnnxImportException("not a whole file of ONNX (" + e.getMessage() + ")", e);
    }
  }

  private static long opset(ModelProto model) {
    List<Long> versions =
        model.getOpsetImportList().stream()
            .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
            .map(OperatorSetIdProto::getVersion)
            .toList();
    if (versions.size() != 1
        || versions.get(0) < FIRST_OPSET
        || versions.get(0) > LAST_OPSET
        || !model.hasGraph()) {
      throw new OnnxImportException(
          versions.isEmpty() || !model.hasGraph()
              ? "not a file of ONNX: it holds no graph or no version of the operators"
              : String.format(
                  Locale.ROOT,
                  "operators of version %s; expected opset %d to %d",
                  versions.get(0),
                  FIRST_OPSET,
                  LAST_OPSET));
    }
    return versions.get(0);
  }

  private static ImageShape shape(ValueInfoProto input) {
    TypeProto.Tensor tensor = input.getType().getTensorType();
    List<TensorShapeProto.Dimension> dims = tensor.getShape().getDimList();
    boolean fits =
        tensor.getElemType() == DataType.FLOAT_VALUE
            && dims.size() == 4
            && (dims.get(1).getDimValue() == 1 || dims.get(1).getDimValue() == 3)
            && isSize(dims.get(2))
            && isSize(dims.get(3));
    if (!fits) {
      throw new OnnxImportException(
          String.format(
              Locale.ROOT,
              "input \"%s\" is %s; expected FLOAT [batch, 1 or 3, height, width], each size a fixed number up to %d",
              OnnxImportException.shown(input.getName()),
              told(tensor.getElemType(), dims),
              LARGEST_IMAGE));
    }
    return new ImageShape(
        (int) dims.get(2).getDimValue(),
        (int) dims.get(3).getDimValue(),
        (int) dims.get(1).getDimValue());
  }

  private static boolean isSize(TensorShapeProto.Dimension dim) {
    return dim.getDimValue() >= 1 && dim.getDimValue() <= LARGEST_IMAGE;
  }

  private static String told(int type, List<TensorShapeProto.Dimension> dims) {
    DataType known = DataType.forNumber(type);
    return (known == null ? "of an unknown type" : known.name())
        + dims.stream()
            .limit(8)
            .map(
                dim ->
                    dim.getDimParam().isEmpty()
                        ? Long.toString(dim.getDimValue())
                        : OnnxImportException.shown(dim.getDimParam()))
            .collect(Collectors.joining(", ", " [", dims.size() > 8 ? ", …]" : "]"));
  }
}
