package io.catwalk.models.engine.cuda.driver;

import java.util.Collection;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * What kernels run on: a GPU, or in tests a process that computes the same kernels on a CPU. All
 * work is in order; {@link #copyOut} and {@link #finish} wait for it. Belongs to one thread.
 */
public interface Accelerator extends AutoCloseable {

  /** Launches that are made ready to run as one. */
  interface Recording extends AutoCloseable {

    /** Runs them after all that was asked for before. */
    void run();

    @Override
    void close();
  }

  /** Name of the GPU, driver and libraries, in one line. */
  String description();

  /**
   * Memory, zeros at first.
   *
   * @throws OutOfDeviceMemoryException when there is not so much
   */
  long allocate(long bytes);

  void free(long address);

  /** Bytes that were allocated and not given back. */
  long allocated();

  void copyIn(Pointer from, long to, long bytes);

  void copyOut(long from, Pointer to, long bytes);

  /** Zeros. */
  void clear(long address, long bytes);

  /** Compiles those of these kernels that are not yet there. */
  void compile(Collection<String> kernels);

  /**
   * @param launches compiled and placed
   * @param times how often all of them run, one after the other
   */
  Recording record(List<Launch> launches, int times);

  /** Waits until all is done. */
  void finish();

  @Override
  void close();
}
