package io.catwalk.models.engine.cpu;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Window;
import org.bytedeco.dnnl.memory;

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
