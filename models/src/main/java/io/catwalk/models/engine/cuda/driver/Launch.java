package io.catwalk.models.engine.cuda.driver;

/**
 * One kernel to run.
 *
 * @param kernel name
 * @param rows blocks along x
 * @param columns blocks along y
 * @param layers blocks along z
 * @param threads of a block
 * @param arguments structure that the kernel takes
 * @param branch whether what follows may run beside it
 */
public record Launch(
    String kernel,
    int rows,
    int columns,
    int layers,
    int threads,
    Arguments arguments,
    Branch branch) {

  /** How a launch stands to those around it. */
  public enum Branch {
    /** Runs after all before it but those aside. */
    MAIN,
    /** Runs after all before it, and beside what follows. */
    ASIDE,
    /** Runs after all before it. */
    JOIN
  }

  /** Threads of a block in all kernels but products. */
  public static final int THREADS = 256;

  /** One thread for each number. */
  public static Launch each(String kernel, long numbers, Arguments arguments) {
    int blocks = Math.toIntExact((numbers + THREADS - 1) / THREADS);
    return blocks(kernel, blocks, arguments);
  }

  public static Launch blocks(String kernel, int blocks, Arguments arguments) {
    return new Launch(kernel, blocks, 1, 1, THREADS, arguments, Branch.MAIN);
  }

  /** The same, after all that runs aside. */
  public Launch joining() {
    return new Launch(kernel, rows, columns, layers, threads, arguments, Branch.JOIN);
  }
}
