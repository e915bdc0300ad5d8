package io.catwalk.pipeline.cluster;

import io.catwalk.pipeline.spark.Devices;

/** Devices that are not there: tells, in the executor's log, which one a thread was pinned to. */
public final class TellingDevices implements Devices {

  static final String LINE = "pinned to device ";

  @Override
  public int count() {
    return 2;
  }

  @Override
  public void pin(int device) {
    System.err.println(LINE + device);
  }
}
