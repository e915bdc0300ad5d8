package io.catwalk.models.onnx;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.layers.Layers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onnx.Onnx.TensorProto;
import org.nd4j.linalg.activations.Activation;

/**
 * Reads the nodes of a graph one after the other, each of which takes what the one before made.
 * What has weights is left to {@link WeighedNodes}.
 */
final class ChainReader {

  private static final String READ =
      "Conv, BatchNormalization, Relu, LeakyRelu, Elu, Sigmoid, Tanh, MaxPool, AveragePool, GlobalMaxPool, GlobalAveragePool, Flatten, Reshape, Squeeze, Gemm, MatMul, Add, Dropout, Identity, Softmax or LogSoftmax";

  private final Map<String, Tensor> constants = new HashMap<>();
  private final ShapeArithmetic shapes = new ShapeArithmetic(constants);
  private final ImportedLayers layers = new ImportedLayers();
  private final WeighedNodes weighed;
  private final ImageShape image;
  private String end;
  private String current;
  private Extent extent;

  /** Whether the graph has flattened maps; in the network the next dense layer does. */
  private boolean row;

  private boolean softmax;

  /**
   * @param input name of the images
   * @param most numbers that all weights may have together
   */
  ChainReader(String input, ImageShape image, long most) {
    this.weighed = new WeighedNodes(constants, layers, most);
    this.current = input;
    this.end = "its input";
    this.image = image;
    this.extent = Extent.of(image);
  }

  /** A constant of the graph. */
  void constant(TensorProto tensor) {
    constants.put(tensor.getName(), new Tensor(tensor.getName(), tensor));
  }

  /**
   * The next node.
   *
   * @throws OnnxImportException when it, or one of its attributes, cannot be imported
   */
  void read(Operator node) {
    if (node.type().equals("Constant")) {
      TensorProto value = node.tensor("value").orElseThrow(() -> node.misfit("no value"));
      constants.put(node.output(), new Tensor(node.output(), value));
    } else if (node.type().equals("Identity") && node.input(0).map(constants::get).isPresent()) {
      constants.put(node.output(), constants.get(node.input(0).get()));
    } else if (!shapes.read(node)) {
      follow(node);
    }
    node.checkAllAsked();
  }

  private void follow(Operator node) {
    boolean either = node.type().equals("Add") && node.inputs().contains(current);
    if (!either && !node.input(0).equals(Optional.of(current))) {
      throw node.misfit(
          String.format(
              Locale.ROOT,
              "takes \"%s\", where \"%s\" was expected, which %s makes; branches cannot be imported",
              OnnxImportException.shown(node.input(0).orElse("")),
              OnnxImportException.shown(current),
              end));
    }
    if (node.type().equals("Shape")) {
      shapes.shape(node, extent, row);
      return;
    }
    if (softmax && !node.type().equals("Identity")) {
      throw node.misfit("comes behind the softmax; expected nothing there");
    }
    compute(node);
    if ((long) extent.channels() * extent.height() * extent.width() > Integer.MAX_VALUE / 8) {
      throw node.misfit("makes " + extent + " of an image; expected at most 2^28 values");
    }
    current = node.output();
    end = node.told();
  }

  private void compute(Operator node) {
    switch (node.type()) {
      case "Identity" -> {}
      case "Dropout" -> drop(node);
      case "Conv" -> extent = weighed.convolve(node, maps(node));
      case "MaxPool", "AveragePool" -> extent = PoolNodes.read(node, maps(node), layers);
      case "GlobalMaxPool" -> extent = PoolNodes.maximum(node, maps(node), layers);
      case "GlobalAveragePool" -> mean(node);
      case "ReduceMean" -> reduce(node);
      case "BatchNormalization" -> normalise(node);
      case "Flatten" -> flatten(node);
      case "Reshape" -> reshape(node);
      case "Squeeze" -> squeeze(node);
      case "Gemm" -> extent = weighed.gemm(node, rows(node));
      case "MatMul" -> extent = weighed.product(node, rows(node));
      case "Add" -> weighed.bias(node, extent, current);
      case "Softmax", "LogSoftmax" -> end(node);
      default -> layers.activate(node, function(node));
    }
  }

  private static Activation function(Operator node) {
    switch (node.type()) {
      case "Relu":
        return Activation.RELU;
      case "Sigmoid":
        return Activation.SIGMOID;
      case "Tanh":
        return Activation.TANH;
      case "LeakyRelu":
        node.expect("alpha", 0.01f);
        return Activation.LEAKYRELU;
      case "Elu":
        node.expect("alpha", 1f);
        return Activation.ELU;
      default:
        throw node.misfit("this operator cannot be imported; expected one of " + READ);
    }
  }

  private void drop(Operator node) {
    node.real("ratio", 0.5f);
    node.integer("seed", 0);
    if (node.input(2).map(constants::get).map(Tensor::isTrue).orElse(false)) {
      throw node.misfit("drops at random; expected a model exported after model.eval()");
    }
  }

  private Extent maps(Operator node) {
    if (row || extent.flat()) {
      throw node.misfit("expected feature maps, found " + values() + " values");
    }
    return extent;
  }

  private Extent rows(Operator node) {
    if (!row) {
      throw node.misfit(
          "expected rows of values, found maps of " + extent + "; Flatten is missing");
    }
    return extent;
  }

  private int values() {
    return extent.channels() * extent.height() * extent.width();
  }

  private void mean(Operator node) {
    extent = new Extent(maps(node).channels(), 1, 1, true);
    layers.add(node, Layers.globalAveragePool());
  }

  /** As PyTorch writes {@code x.mean([2, 3])}. */
  private void reduce(Operator node) {
    List<Long> axes = axes(node);
    if (!areRowsAndColumns(axes)) {
      throw node.misfit(
          "means over axes " + axes + "; expected those of rows and columns, 2 and 3");
    }
    mean(node);
    row = node.integer("keepdims", 1) == 0;
  }

  /** As PyTorch writes {@code x.squeeze([2, 3])}. */
  private void squeeze(Operator node) {
    List<Long> axes = axes(node);
    if (row || !areRowsAndColumns(axes) || extent.height() * extent.width() != 1) {
      throw node.misfit(
          "squeezes axes "
              + axes
              + " of "
              + extent
              + "; expected those of rows and columns, 2 and 3, of maps of 1×1");
    }
    row = true;
  }

  private List<Long> axes(Operator node) {
    return node.integers("axes")
        .or(() -> node.input(1).flatMap(shapes::find).map(it -> Arrays.stream(it).boxed().toList()))
        .orElse(List.of());
  }

  private static boolean areRowsAndColumns(List<Long> axes) {
    Set<Long> found = new HashSet<>();
    axes.forEach(axis -> found.add(axis < 0 ? axis + 4 : axis));
    return axes.size() == 2 && found.equals(Set.of(2L, 3L));
  }

  private void normalise(Operator node) {
    if (row && !extent.flat() && extent.height() * extent.width() > 1) {
      throw node.misfit(
          "normalises flattened maps value by value; expected it in front of the flattening");
    }
    weighed.normalise(node, extent);
  }

  private void flatten(Operator node) {
    long axis = node.integer("axis", 1);
    if (axis != 1 && axis != (row ? -1 : -3)) {
      throw node.misfit("attribute axis is " + axis + "; expected 1");
    }
    row = true;
  }

  private void reshape(Operator node) {
    node.expect("allowzero", 0);
    long[] target = node.input(1).flatMap(shapes::find).orElse(new long[0]);
    boolean fits =
        target.length == 2
            && (target[1] == values() && target[0] >= -1 && target[0] <= 1
                || target[1] == -1 && (target[0] == 0 || target[0] == 1));
    if (!fits) {
      throw node.misfit(
          "makes "
              + Arrays.toString(target)
              + " of "
              + extent
              + "; expected a row an image, [-1, "
              + values()
              + "]");
    }
    row = true;
  }

  private void end(Operator node) {
    long axis = node.integer("axis", -1);
    if (!row || axis != 1 && axis != -1) {
      throw node.misfit("expected a softmax over the values of a row, axis 1");
    }
    if (!layers.endsInDense()) {
      throw node.misfit("comes behind " + end + "; expected a Gemm or MatMul before it");
    }
    softmax = true;
  }

  /**
   * The network of all that was read.
   *
   * @param output name of what the graph gives
   */
  ImportedNetwork network(String output, long opset, String producer) {
    if (!output.equals(current)) {
      throw new OnnxImportException(
          "output \""
              + OnnxImportException.shown(output)
              + "\" is not what the last node makes, "
              + end);
    }
    if (!row || !layers.endsInDense()) {
      throw new OnnxImportException(
          "the graph ends in "
              + end
              + "; expected a Gemm or MatMul whose results are the classes' logits, or a softmax of them");
    }
    int classes = values();
    if (classes < 2) {
      throw new OnnxImportException(end + " makes one value; expected at least 2 classes");
    }
    return new ImportedNetwork(layers.network(image, classes), image, classes, opset, producer);
  }
}
