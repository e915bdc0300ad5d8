package io.catwalk.models.engine.cuda.driver;

import io.catwalk.models.engine.DeviceException;
import java.util.Locale;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Makes errors of CUDA's calls exceptions of one line. */
final class CudaCalls {

  private CudaCalls() {}

  /**
   * @param status of a call of the runtime
   * @param what was to be done, for the message
   */
  static void check(int status, String what) {
    if (status != cudart.cudaSuccess) {
      throw new DeviceException(
          String.format(
              Locale.ROOT,
              "device cuda: to %s failed: %s (CUDA error %d)",
              what,
              cudart.cudaGetErrorString(status).getString(),
              status));
    }
  }

  /**
   * @param status of a call of the driver
   */
  static void checkDriver(int status, String what) {
    if (status == 0) {
      return;
    }
    try (PointerPointer<Pointer> text = new PointerPointer<>(1L)) {
      boolean known = cudart.cuGetErrorString(status, text) == 0 && text.get() != null;
      throw new DeviceException(
          String.format(
              Locale.ROOT,
              "device cuda: to %s failed: %s (driver error %d)",
              what,
              known ? new BytePointer(text.get()).getString() : "unknown",
              status));
    }
  }

  /**
   * @param status of a call of the compiler
   */
  static void checkCompiler(int status, String what) {
    if (status != nvrtc.NVRTC_SUCCESS) {
      throw new DeviceException(
          String.format(
              Locale.ROOT,
              "device cuda: to %s failed: %s",
              what,
              nvrtc.nvrtcGetErrorString(status).getString()));
    }
  }
}
