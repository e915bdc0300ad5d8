package io.catwalk.pipeline.fuzz;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.util.List;

/**
 * A reader of bytes from outside.
 *
 * @param name of the reader
 * @param seeds small sound files, from which others are made
 * @param reader returns, or throws what a user is told of as an error of the data
 */
public record FuzzTarget(String name, List<byte[]> seeds, Reader reader) {

  /** Reads once. */
  public interface Reader {
    void read(byte[] bytes) throws Exception;
  }

  /**
   * Reads once.
   *
   * @throws Exception whatever a user would be told of as a bug
   */
  public void read(byte[] bytes) throws Exception {
    try {
      reader.read(bytes);
    } catch (CatwalkException e) {
      boolean told = e.exitCode() == ExitCode.DATA || e.exitCode() == ExitCode.USAGE;
      if (!told || e.getMessage().isBlank()) {
        throw e;
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
