package io.catwalk.pipeline.doctor;

import java.io.Serializable;
import java.util.List;

/** Looks for GPUs, inside a task. */
public interface Devices extends Serializable {

  /** Addresses of those that the process may use; empty for none. */
  List<String> visible();
}
