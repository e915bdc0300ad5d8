package io.catwalk.models.engine.cpu;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Window;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;

/** How one operation is computed by oneDNN. Forward comes first. */
interface OperationCalls {

  /** Adds the calls that write the output, and sets the value. */
  void forward(Compilation compilation);

  /**
   * Adds the calls that write the gradients of the parameters, and that at the input, which it
   * sets; none of the latter at the plan's input.
   */
  void backward(Compilation compilation);

  static OperationCalls of(Operation operation) {
    if (operation instanceof Operation.Convolve it) {
      return new ConvolveCalls(it);
    } else if (operation instanceof Operation.Dense it) {
      return new DenseCalls(it);
    } else if (operation instanceof Operation.Normalise it) {
      return new NormaliseCalls(it);
    } else if (operation instanceof Operation.Pool it) {
      return new PoolCalls(it.input(), it.output(), it.kind(), it.window());
    } else if (operation instanceof Operation.Activate it) {
      return new ActivateCalls(it);
    } else if (operation instanceof Operation.Drop it) {
      return new DropCalls(it);
    } else if (operation instanceof Operation.Add it) {
      return new AddCalls(it);
    } else if (operation instanceof Operation.Mean it) {
      return new MeanCalls(it);
    }
    throw new IllegalStateException("no calls for " + operation);
  }

  /** An activation function alone. */
  final class ActivateCalls implements OperationCalls {

    private final Operation.Activate activate;
    private final FunctionCalls function;

    ActivateCalls(Operation.Activate activate) {
      this.activate = activate;
      this.function = new FunctionCalls(activate.function());
    }

    @Override
    public void forward(Compilation c) {
      c.setValue(activate.output(), function.forward(c.value(activate.input()), c));
    }

    @Override
    public void backward(Compilation c) {
      c.addAtValue(activate.input(), function.backward(c.atValue(activate.output()), c));
    }
  }

  /** A sum with an activation function in one. */
  final class AddCalls implements OperationCalls {

    private final Operation.Add add;
    private final FunctionCalls function;

    AddCalls(Operation.Add add) {
      this.add = add;
      this.function = new FunctionCalls(add.function());
    }

    @Override
    public void forward(Compilation c) {
      memory main = c.value(add.input());
      memory side = c.as(c.value(add.shortcut()), main.get_desc());
      memory out = c.memory(main.get_desc());
      c.add(algorithm.binary_add.value, main, side, out, function.attributes());
      c.setValue(add.output(), function.behind(out, c));
    }

    @Override
    public void backward(Compilation c) {
      memory at = function.backward(c.atValue(add.output()), c);
      c.lend(at);
      add.inputs().forEach(input -> c.addAtValue(input, at));
    }
  }

  /** The mean of every map: pooling by a window as large as the map. */
  final class MeanCalls implements OperationCalls {

    private final Operation.Mean mean;
    private OperationCalls pool;
    private memory pooled;

    MeanCalls(Operation.Mean mean) {
      this.mean = mean;
    }

    @Override
    public void forward(Compilation c) {
      Extent maps = c.plan().values().get(mean.input());
      Window all = new Window(maps.height(), maps.width(), 1, 1, 0, 0, 0, 0, 1, 1);
      pool = new PoolCalls(mean.input(), mean.output(), Operation.Pool.Kind.AVERAGE, all);
      pool.forward(c);
      pooled = c.value(mean.output());
      memory plain = c.as(pooled, Onednn.plain(pooled.get_desc()));
      c.setValue(mean.output(), c.onednn().view(plain, c.sizes(mean.output())));
    }

    @Override
    public void backward(Compilation c) {
      memory at = c.as(c.atValue(mean.output()), Onednn.plain(c.sizes(mean.output())));
      long[] sizes = c.sizes(mean.output());
      memory maps = c.onednn().view(at, sizes[0], sizes[1], 1, 1);
      c.setAtValue(mean.output(), c.as(maps, pooled.get_desc()));
      pool.backward(c);
    }
  }
}
