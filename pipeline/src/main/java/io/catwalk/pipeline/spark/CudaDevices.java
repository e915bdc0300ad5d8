package io.catwalk.pipeline.spark;

import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.Precision;
import io.catwalk.models.engine.cuda.CudaDevice;
import io.catwalk.pipeline.spark.TaskDevice.Devices;

/** NVIDIA's. */
final class CudaDevices implements Devices {

  /**
   * @param folder where CUDA's libraries are looked for first; empty for none
   */
  static void lookInto(String folder) {
    if (!folder.isEmpty()) {
      System.setProperty(CudaDevice.LIBRARIES, folder);
    }
  }

  @Override
  public int count() {
    return CudaDevice.count();
  }

  @Override
  public Device engine(int number, Precision precision) {
    return new CudaDevice(number, precision);
  }
}
