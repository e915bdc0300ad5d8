package io.catwalk.models.engine.cuda.driver;

import static io.catwalk.models.engine.cuda.driver.CudaCalls.check;
import static io.catwalk.models.engine.cuda.driver.CudaCalls.checkCompiler;
import static io.catwalk.models.engine.cuda.driver.CudaCalls.checkDriver;

import java.util.Locale;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;

/**
 * What results depend on.
 *
 * @param name of the GPU
 * @param capability its compute capability, 75 for 7.5
 * @param driver newest CUDA that the driver knows, 13000 for 13.0
 * @param runtime version of CUDA's runtime, likewise
 * @param compiler version of CUDA's compiler, for example 13.0
 */
record GpuProperties(String name, int capability, int driver, int runtime, String compiler) {

  private static final int NAME = 256;

  static GpuProperties of(int ordinal) {
    int capability =
        10 * attribute(cudart.cudaDevAttrComputeCapabilityMajor, ordinal)
            + attribute(cudart.cudaDevAttrComputeCapabilityMinor, ordinal);
    int[] driver = new int[1];
    int[] runtime = new int[1];
    int[] major = new int[1];
    int[] minor = new int[1];
    check(cudart.cudaDriverGetVersion(driver), "ask for the driver's version");
    check(cudart.cudaRuntimeGetVersion(runtime), "ask for the runtime's version");
    checkCompiler(nvrtc.nvrtcVersion(major, minor), "ask for the compiler's version");
    try (BytePointer name = new BytePointer(NAME)) {
      checkDriver(cudart.cuDeviceGetName(name, NAME, ordinal), "ask for the GPU's name");
      return new GpuProperties(
          text(name), capability, driver[0], runtime[0], major[0] + "." + minor[0]);
    }
  }

  /** Up to the zero that ends it, whatever lies behind. */
  private static String text(BytePointer characters) {
    String all = characters.getString();
    int end = all.indexOf('\0');
    return end < 0 ? all : all.substring(0, end);
  }

  private static int attribute(int which, int ordinal) {
    int[] value = new int[1];
    check(cudart.cudaDeviceGetAttribute(value, which, ordinal), "ask GPU " + ordinal);
    return value[0];
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s (compute capability %.1f), driver for CUDA %s, CUDA runtime %s, compiler %s",
        name,
        capability / 10.0,
        version(driver),
        version(runtime),
        compiler);
  }

  private static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }
}
