package io.catwalk.models.onnx;

import io.catwalk.models.blocks.Extent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What graphs compute with shapes: PyTorch writes {@code x.view(x.size(0), -1)} as Shape, Gather,
 * Unsqueeze and Concat in front of Reshape. The number of images is not known, and stands as 0,
 * with which Reshape means "as it was".
 */
final class ShapeArithmetic {

  private static final long AS_IT_WAS = 0;

  private final Map<String, Tensor> constants;
  private final Map<String, long[]> results = new HashMap<>();

  /**
   * @param constants of the graph, which may still grow
   */
  ShapeArithmetic(Map<String, Tensor> constants) {
    this.constants = constants;
  }

  /** Whether the node computes with shapes alone; its result is known then. */
  boolean read(Operator node) {
    Optional<long[]> first = node.input(0).map(results::get);
    switch (node.type()) {
      case "Gather" -> first.ifPresent(shape -> results.put(node.output(), gather(node, shape)));
      case "Unsqueeze" ->
          first.ifPresent(
              shape -> {
                node.integers("axes");
                results.put(node.output(), shape);
              });
      case "Concat" -> {
        if (node.inputs().stream().anyMatch(results::containsKey)) {
          node.expect("axis", 0);
          results.put(node.output(), concat(node));
        }
      }
      default -> {}
    }
    return results.containsKey(node.output());
  }

  /** The node Shape, of what flows between two nodes. */
  void shape(Operator node, Extent extent, boolean row) {
    results.put(
        node.output(),
        row
            ? new long[] {AS_IT_WAS, (long) extent.channels() * extent.height() * extent.width()}
            : new long[] {AS_IT_WAS, extent.channels(), extent.height(), extent.width()});
  }

  /** Numbers by the name of what makes them; empty where that is unknown. */
  Optional<long[]> find(String name) {
    long[] result = results.get(name);
    return result == null
        ? Optional.ofNullable(constants.get(name)).map(Tensor::integers)
        : Optional.of(result);
  }

  private long[] gather(Operator node, long[] shape) {
    node.expect("axis", 0);
    long[] indexes = node.input(1).flatMap(this::find).orElse(new long[0]);
    if (indexes.length != 1 || indexes[0] < -shape.length || indexes[0] >= shape.length) {
      throw node.misfit("expected the fixed index of one of " + shape.length + " dimensions");
    }
    int index = (int) indexes[0];
    return new long[] {shape[index < 0 ? index + shape.length : index]};
  }

  private long[] concat(Operator node) {
    List<Long> all = new ArrayList<>();
    for (String input : node.inputs()) {
      long[] part =
          find(input)
              .orElseThrow(
                  () ->
                      node.misfit(
                          "its input \""
                              + OnnxImportException.shown(input)
                              + "\" is no part of a shape"));
      for (long value : part) {
        all.add(value);
      }
      if (all.size() > 8) {
        throw node.misfit("a shape of more than 8 dimensions");
      }
    }
    return all.stream().mapToLong(Long::longValue).toArray();
  }
}
