package io.catwalk.models.engine.cuda;

import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the nodes of a plan: joins operations that one kernel computes, parts one that needs two.
 */
final class NodeReader {

  private final Plan plan;
  private final List<Node> nodes = new ArrayList<>();
  private int extra;

  private NodeReader(Plan plan) {
    this.plan = plan;
    extra = plan.values().size();
  }

  static List<Node> nodes(Plan plan) {
    NodeReader reader = new NodeReader(plan);
    reader.read();
    return reader.nodes;
  }

  private void read() {
    List<Operation> all = plan.operations();
    for (int i = 0; i < all.size(); i++) {
      Optional<Operation.Pool> pool =
          i + 1 < all.size() ? pool(all.get(i), all.get(i + 1)) : Optional.empty();
      add(all.get(i), pool);
      i += pool.isPresent() ? 1 : 0;
    }
  }

  private void add(Operation operation, Optional<Operation.Pool> pool) {
    ActivationFunction function = function(operation);
    Extent to = plan.values().get(operation.output());
    int output = pool.map(Operation.Pool::output).orElse(operation.output());
    // What goes in is not kept by an operation with a function.
    boolean parted = function.needsInput() && !(operation instanceof Operation.Activate);
    if (!parted) {
      nodes.add(node(operation, to, operation.input(), output, function, pool.isPresent()));
      return;
    }
    int between = extra++;
    nodes.add(node(operation, to, operation.input(), between, ActivationFunction.IDENTITY, false));
    Operation activate =
        new Operation.Activate(operation.layer(), between, operation.output(), function);
    nodes.add(new Node(activate, to, to, between, operation.output(), function, false));
  }

  private Node node(
      Operation operation,
      Extent to,
      int input,
      int output,
      ActivationFunction function,
      boolean pooled) {
    return new Node(operation, plan.values().get(input), to, input, output, function, pooled);
  }

  private static ActivationFunction function(Operation operation) {
    if (operation instanceof Operation.Convolve convolve) {
      return convolve.function();
    }
    if (operation instanceof Operation.Dense dense) {
      return dense.function();
    }
    if (operation instanceof Operation.Normalise normalise) {
      return normalise.function();
    }
    if (operation instanceof Operation.Add add) {
      return add.function();
    }
    return operation instanceof Operation.Activate activate
        ? activate.function()
        : ActivationFunction.IDENTITY;
  }

  /** The pooling behind an operation, where both are computed together. */
  private Optional<Operation.Pool> pool(Operation operation, Operation next) {
    Extent maps = plan.values().get(operation.output());
    boolean even = maps.height() % 2 == 0 && maps.width() % 2 == 0;
    boolean able =
        operation instanceof Operation.Convolve || operation instanceof Operation.Normalise && even;
    return able
            && !function(operation).needsInput()
            && plan.readers(operation.output()).size() == 1
            && next instanceof Operation.Pool pool
            && pool.input() == operation.output()
            && pool.kind() == Operation.Pool.Kind.MAX
            && pool.window().equals(new Window(2, 2, 2, 2, 0, 0, 0, 0, 1, 1))
        ? Optional.of(pool)
        : Optional.empty();
  }
}
