package io.catwalk.models.onnx;

import io.catwalk.models.LayerNames;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Plan;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A trained network as an ONNX model: bytes of images go in, probabilities come out, and all
 * preparation is part of the graph. The same network gives the same bytes.
 */
public final class OnnxModel {

  /** Of the default operator set; runtimes of 2022 and later have it. */
  public static final int OPSET = 17;

  /** The input: uint8 [batch, height, width, channels], red before green before blue. */
  public static final String INPUT = "images";

  /** The output: float [batch, classes], each row of a sum of 1. */
  public static final String OUTPUT = "probabilities";

  /** Of the file's format; what opset 17 came with. */
  private static final int IR_VERSION = 8;

  /** So that a mebibyte is left for all else. */
  private static final long MOST_PARAMETERS = (Integer.MAX_VALUE - (1 << 20)) / Float.BYTES;

  private final ModelProto model;

  private OnnxModel(ModelProto model) {
    this.model = model;
  }

  /**
   * Who made a model, of what, and what its user must know.
   *
   * @param program that made it
   * @param version of that
   * @param name of the network
   * @param description one line for a person
   * @param metadata anything else, by name
   */
  public record Origin(
      String program,
      String version,
      String name,
      String description,
      Map<String, String> metadata) {}

  /**
   * The model of a network that ends in a softmax.
   *
   * @throws UnsupportedOperationException naming the first layer that ONNX, or the engine, has no
   *     operation for
   */
  public static OnnxModel of(
      MultiLayerNetwork network, ImagePreparation preparation, Origin origin) {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    Plan plan = Plan.of(configuration, Extent.of(preparation.shape()));
    if (plan.loss().isEmpty()) {
      throw new UnsupportedOperationException("expected a network that ends in a softmax");
    }
    if (plan.length() > MOST_PARAMETERS) {
      throw new UnsupportedOperationException(
          plan.length()
              + " parameters; a file of ONNX has 2 GiB at most, and thus "
              + MOST_PARAMETERS
              + " of them");
    }
    GraphProto.Builder graph = GraphProto.newBuilder().setName(origin.name());
    Nodes nodes = new Nodes(graph);
    String prepared = new PreparationNodes(nodes, preparation).add(INPUT);
    String logits =
        new NetworkNodes(nodes, plan, LayerNames.of(configuration), network.params().data())
            .add(prepared);
    nodes.named(OUTPUT, "Softmax", List.of(logits), Nodes.attribute("axis", 1));
    graph.addInput(input());
    graph.addOutput(
        value(OUTPUT, DataType.FLOAT, shape(plan.resultValues())).setDocString("a row an image"));
    return new OnnxModel(model(graph, origin));
  }

  private static ModelProto model(GraphProto.Builder graph, Origin origin) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setProducerName(origin.program())
            .setProducerVersion(origin.version())
            .setDocString(origin.description())
            .setGraph(graph);
    origin
        .metadata()
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }

  private static ValueInfoProto.Builder input() {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (String dimension : List.of("batch", "height", "width", "channels")) {
      shape.addDimBuilder().setDimParam(dimension);
    }
    return value(INPUT, DataType.UINT8, shape)
        .setDocString("images of one size, 1 (grey) or 3 (red, green, blue) channels");
  }

  private static TensorShapeProto.Builder shape(int values) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("batch");
    shape.addDimBuilder().setDimValue(values);
    return shape;
  }

  private static ValueInfoProto.Builder value(
      String name, DataType type, TensorShapeProto.Builder shape) {
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor));
  }

  /** What it says of itself, by name. */
  public Map<String, String> metadata() {
    return model.getMetadataPropsList().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                StringStringEntryProto::getKey, StringStringEntryProto::getValue));
  }

  /** Bytes that {@link #writeTo} writes. */
  public long length() {
    return model.getSerializedSize();
  }

  /** Writes the file. The stream stays open. */
  public void writeTo(OutputStream out) throws IOException {
    model.writeTo(out);
  }

  /** The file. */
  public byte[] bytes() {
    return model.toByteArray();
  }
}
