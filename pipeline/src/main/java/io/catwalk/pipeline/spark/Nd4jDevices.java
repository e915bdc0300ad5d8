package io.catwalk.pipeline.spark;

import org.nd4j.linalg.factory.Nd4j;

/** ND4J's own. */
final class Nd4jDevices implements Devices {

  @Override
  public int count() {
    return Nd4j.getAffinityManager().getNumberOfDevices();
  }

  @Override
  public void pin(int device) {
    Nd4j.getAffinityManager().unsafeSetDevice(device);
  }
}
