package io.catwalk.pipeline.spark;

import io.catwalk.pipeline.CatwalkException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.nd4j.linalg.factory.Nd4j;

/** Whether a build for GPUs finds one, asked before anything else of ND4J is. */
public final class GpuStart {

  private static final String CUDA = "org/nd4j/linalg/jcublas/JCublasBackend.class";

  private GpuStart() {}

  /**
   * Starts ND4J where the build is for GPUs.
   *
   * @throws CatwalkException (cluster) where this machine has no driver or no device
   */
  public static void check() {
    if (GpuStart.class.getClassLoader().getResource(CUDA) != null) {
      quietly(Nd4j::getBackend);
    }
  }

  /** ND4J itself prints a stack trace for each library that it does not find. */
  static void quietly(Runnable start) {
    PrintStream errors = System.err;
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      System.setErr(nowhere);
      start.run();
    } catch (LinkageError | RuntimeException e) {
      // Which of many it is depends on what is missing: driver, device, library.
      throw CatwalkException.cluster(
          "this build of Catwalk computes on GPUs, and none can be used on this machine: it takes NVIDIA's driver for CUDA 11.6"
              + " or newer and a device that nvidia-smi lists, for the driver program as well; mvn package builds one for"
              + " processors",
          e);
    } finally {
      System.setErr(errors);
    }
  }
}
