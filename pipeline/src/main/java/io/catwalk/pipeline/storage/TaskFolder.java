package io.catwalk.pipeline.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;

/** A folder that tasks on the executors write into, sent there with them. */
public interface TaskFolder extends Serializable {

  /**
   * Opens a new file; one of that name is replaced. The caller closes it.
   *
   * @param name relative to the folder, with '/'
   */
  OutputStream create(String name) throws IOException;
}
