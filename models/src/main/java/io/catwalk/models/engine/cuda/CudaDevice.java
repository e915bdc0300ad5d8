package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Precision;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.cuda.Lowering.Mode;
import io.catwalk.models.engine.cuda.driver.Gpu;
import io.catwalk.models.engine.cuda.driver.OutOfDeviceMemoryException;
import java.util.Locale;
import java.util.Set;

/**
 * One of NVIDIA's GPUs, from Turing (2018) on.
 *
 * @param ordinal among those that this process sees, 0-based
 * @param precision of products
 */
public record CudaDevice(int ordinal, Precision precision) implements Device {

  /** System property with a folder that is looked into first for CUDA's libraries. */
  public static final String LIBRARIES = "catwalk.cuda-libraries";

  /** The first GPU that this process sees, with products in TF32. */
  public CudaDevice() {
    this(0, Precision.TF32);
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String description() {
    try (Gpu gpu = gpu()) {
      return gpu.description();
    }
  }

  /**
   * GPUs that this process sees.
   *
   * @throws DeviceException where NVIDIA's libraries are missing
   */
  public static int count() {
    CudaLibraries.load();
    return Gpu.count();
  }

  @Override
  public boolean keepsExamples() {
    return true;
  }

  private Gpu gpu() {
    CudaLibraries.load();
    return new Gpu(ordinal, precision);
  }

  @Override
  public Session open(Plan plan, int minibatch) {
    Gpu gpu = gpu();
    try {
      return new CudaSession(gpu, plan, minibatch);
    } catch (OutOfDeviceMemoryException e) {
      throw new DeviceException(tooSmall(plan, minibatch, Gpu.free()), e);
    }
  }

  /** Bytes of device memory that a session takes, but for examples. */
  static long memory(Plan plan, int minibatch) {
    DryRun counted = new DryRun();
    try (CudaSession session = new CudaSession(counted, plan, minibatch)) {
      return counted.allocated();
    }
  }

  /** Names of the kernels that a step of so many examples runs. */
  static Set<String> kernels(Plan plan, int minibatch) {
    DryRun nothing = new DryRun();
    try (Residents residents = new Residents(nothing, plan, minibatch)) {
      return Set.copyOf(Lowering.given(plan, minibatch, Mode.STEP, residents).tape().kernels());
    }
  }

  static String tooSmall(Plan plan, int minibatch, long free) {
    int fits = minibatch;
    while (fits > 0 && memory(plan, fits) > free) {
      fits /= 2;
    }
    return String.format(
        Locale.ROOT,
        "device cuda: a minibatch of %d needs %.2f GB of the GPU's memory, %.2f GB are free: %s",
        minibatch,
        memory(plan, minibatch) / 1e9,
        free / 1e9,
        fits == 0 ? "no minibatch fits" : "a minibatch of " + fits + " fits");
  }
}
