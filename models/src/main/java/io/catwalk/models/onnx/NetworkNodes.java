package io.catwalk.models.onnx;

import static io.catwalk.models.onnx.Nodes.attribute;

import io.catwalk.models.LayerNames;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Parameter;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import onnx.Onnx.AttributeProto;
import org.nd4j.linalg.api.buffer.DataBuffer;

/** The operations of a plan, as after training: running statistics, no dropout. */
final class NetworkNodes {

  private final Nodes nodes;
  private final FunctionNodes functions;
  private final Plan plan;
  private final LayerNames layers;
  private final DataBuffer numbers;
  private final String[] values;

  /**
   * @param numbers the flattened parameters of the network
   */
  NetworkNodes(Nodes nodes, Plan plan, LayerNames layers, DataBuffer numbers) {
    this.nodes = nodes;
    this.functions = new FunctionNodes(nodes);
    this.plan = plan;
    this.layers = layers;
    this.numbers = numbers;
    this.values = new String[plan.values().size()];
  }

  /**
   * @param input [N, channels, height, width]
   * @return logits: [N, classes]
   */
  String add(String input) {
    values[0] = input;
    for (Operation operation : plan.operations()) {
      nodes.part(layers.of(operation.layer()));
      values[operation.output()] = add(operation, values[operation.input()]);
    }
    return values[plan.result()];
  }

  private String add(Operation operation, String input) {
    if (operation instanceof Operation.Convolve convolve) {
      return convolve(convolve, input);
    }
    if (operation instanceof Operation.Dense dense) {
      return dense(dense, input);
    }
    if (operation instanceof Operation.Normalise normalise) {
      return normalise(normalise, input);
    }
    if (operation instanceof Operation.Pool pool) {
      return pool(pool, input);
    }
    if (operation instanceof Operation.Activate activate) {
      return functions.add(activate.function(), input);
    }
    if (operation instanceof Operation.Add add) {
      return functions.add(
          add.function(), nodes.add("Add", List.of(input, values[add.shortcut()])));
    }
    if (operation instanceof Operation.Mean) {
      return flat(nodes.add("GlobalAveragePool", List.of(input)));
    }
    if (operation instanceof Operation.Drop) {
      return input;
    }
    throw new IllegalStateException("No node of ONNX for " + operation);
  }

  private String convolve(Operation.Convolve convolve, String input) {
    List<String> inputs = weighed(input, convolve.weights(), convolve.bias());
    List<AttributeProto> window = window(convolve.window());
    return functions.add(
        convolve.function(), nodes.add("Conv", inputs, window.toArray(AttributeProto[]::new)));
  }

  private String dense(Operation.Dense dense, String input) {
    String rows = plan.values().get(dense.input()).flat() ? input : flat(input);
    List<String> inputs = weighed(rows, dense.weights(), dense.bias());
    return functions.add(dense.function(), nodes.add("Gemm", inputs, attribute("transB", 1)));
  }

  /** Maps channel by channel. */
  private String flat(String maps) {
    return nodes.add("Flatten", List.of(maps), attribute("axis", 1));
  }

  private List<String> weighed(String input, int weights, OptionalInt bias) {
    List<String> inputs = new ArrayList<>(List.of(input, parameter(weights)));
    bias.ifPresent(index -> inputs.add(parameter(index)));
    return inputs;
  }

  private String normalise(Operation.Normalise normalise, String input) {
    int channels = plan.values().get(normalise.input()).channels();
    Operation.Scale scale = normalise.scale();
    String gamma =
        scale.gamma().isPresent()
            ? parameter(scale.gamma().getAsInt())
            : fixed("gamma", channels, scale.fixedGamma().getAsDouble());
    String beta =
        scale.beta().isPresent()
            ? parameter(scale.beta().getAsInt())
            : fixed("beta", channels, scale.fixedBeta().getAsDouble());
    return functions.add(
        normalise.function(),
        nodes.add(
            "BatchNormalization",
            List.of(
                input, gamma, beta, parameter(normalise.mean()), variance(normalise.variance())),
            attribute("epsilon", (float) normalise.epsilon())));
  }

  private String fixed(String name, int channels, double value) {
    float[] all = new float[channels];
    Arrays.fill(all, (float) value);
    return nodes.numbers(name, List.of(channels), all);
  }

  private String variance(int index) {
    Parameter parameter = plan.parameters().get(index);
    if (parameter.kind() != Parameter.Kind.RUNNING_LOG_DEVIATION) {
      return parameter(index);
    }
    float[] variances = new float[(int) parameter.length()];
    for (int i = 0; i < variances.length; i++) {
      variances[i] = (float) Math.pow(10, 2.0 * numbers.getFloat(parameter.offset() + i));
    }
    return nodes.numbers("variance", parameter.shape(), variances);
  }

  private String pool(Operation.Pool pool, String input) {
    Window window = pool.window();
    List<AttributeProto> attributes = window(window);
    boolean max = pool.kind() == Operation.Pool.Kind.MAX;
    if (!max) {
      if (window.rowDilation() != 1 || window.columnDilation() != 1) {
        throw new UnsupportedOperationException(
            layers.of(pool.layer())
                + ": ONNX has no average pooling with dilation at opset "
                + OnnxModel.OPSET);
      }
      attributes.removeIf(attribute -> attribute.getName().equals("dilations"));
    }
    return nodes.add(
        max ? "MaxPool" : "AveragePool", List.of(input), attributes.toArray(AttributeProto[]::new));
  }

  private static List<AttributeProto> window(Window window) {
    return new ArrayList<>(
        List.of(
            attribute("kernel_shape", List.of(window.height(), window.width())),
            attribute("strides", List.of(window.rowStride(), window.columnStride())),
            attribute(
                "pads", List.of(window.top(), window.left(), window.bottom(), window.right())),
            attribute("dilations", List.of(window.rowDilation(), window.columnDilation()))));
  }

  private String parameter(int index) {
    Parameter parameter = plan.parameters().get(index);
    return nodes.parameter(
        parameter.name(),
        parameter.shape(),
        numbers,
        parameter.offset(),
        Math.toIntExact(parameter.length()));
  }
}
