package io.catwalk.pipeline.spark;

import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.Precision;

/** The GPUs of a process, numbered from 0. */
public interface Devices {

  /**
   * How many the process sees.
   *
   * @throws io.catwalk.models.engine.DeviceException where they cannot be asked for
   */
  int count();

  /** What computes on one of them. */
  Device engine(int number, Precision precision);
}
