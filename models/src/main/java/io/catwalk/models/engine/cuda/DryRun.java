package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.cuda.driver.Accelerator;
import io.catwalk.models.engine.cuda.driver.Launch;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;

/** Computes nothing and counts the memory that a session would take. */
final class DryRun implements Accelerator {

  private static final long ALIGNMENT = 256;

  private final Map<Long, Long> sizes = new HashMap<>();
  private long next = ALIGNMENT;

  @Override
  public String description() {
    return "nothing";
  }

  @Override
  public long allocate(long bytes) {
    long address = next;
    sizes.put(address, bytes);
    next += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return address;
  }

  @Override
  public void free(long address) {
    sizes.remove(address);
  }

  @Override
  public long allocated() {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void copyIn(Pointer from, long to, long bytes) {}

  @Override
  public void copyOut(long from, Pointer to, long bytes) {}

  @Override
  public void clear(long address, long bytes) {}

  @Override
  public void compile(Collection<String> kernels) {}

  @Override
  public Recording record(List<Launch> launches, int times) {
    throw new UnsupportedOperationException("a dry run runs nothing");
  }

  @Override
  public void finish() {}

  @Override
  public void close() {}
}
