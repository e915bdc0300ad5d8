package io.catwalk.models.engine.cuda;

import static io.catwalk.models.engine.cuda.CudaCalls.checkCompiler;

import io.catwalk.models.engine.DeviceException;
import java.util.Arrays;
import java.util.Collection;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * Compiles kernels for one kind of GPU by NVRTC: to machine code, or to PTX that the driver
 * translates where the GPU is younger than the compiler.
 */
final class KernelCompiler {

  /** First compute capability whose tensor cores take TF32: Ampere, 2020. */
  private static final int AMPERE = 80;

  private final int capability;
  private final boolean roundsToTf32;

  /**
   * @param capability of the GPU, 75 for 7.5
   */
  KernelCompiler(int capability, Precision precision) {
    this.capability = capability;
    roundsToTf32 = precision == Precision.TF32 && capability >= AMPERE;
  }

  /** What products are rounded to on this GPU. */
  Precision precision() {
    return roundsToTf32 ? Precision.TF32 : Precision.FP32;
  }

  /** Code that the driver loads; the caller closes it. */
  BytePointer compile(Collection<String> kernels) {
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer source = new BytePointer(KernelSource.of(kernels));
        BytePointer name = new BytePointer("catwalk.cu")) {
      checkCompiler(
          nvrtc.nvrtcCreateProgram(
              program, source, name, 0, (PointerPointer) null, (PointerPointer) null),
          "prepare kernels");
      int newest = newest();
      boolean isKnown = newest >= capability;
      String target = isKnown ? "sm_" + capability : "compute_" + newest;
      compile(program, "--gpu-architecture=" + target, "-DTF32=" + (roundsToTf32 ? 1 : 0));
      return isKnown ? machineCode(program) : ptx(program);
    } finally {
      nvrtc.nvrtcDestroyProgram(program);
    }
  }

  private static int newest() {
    int[] count = new int[1];
    checkCompiler(nvrtc.nvrtcGetNumSupportedArchs(count), "ask the compiler for its targets");
    int[] targets = new int[count[0]];
    checkCompiler(nvrtc.nvrtcGetSupportedArchs(targets), "ask the compiler for its targets");
    return Arrays.stream(targets).max().orElse(0);
  }

  private static void compile(_nvrtcProgram program, String... options) {
    try (PointerPointer<Pointer> all = new PointerPointer<>((long) options.length)) {
      BytePointer[] texts =
          Arrays.stream(options).map(BytePointer::new).toArray(BytePointer[]::new);
      for (int i = 0; i < texts.length; i++) {
        all.put(i, texts[i]);
      }
      int status = nvrtc.nvrtcCompileProgram(program, options.length, all);
      if (status != nvrtc.NVRTC_SUCCESS) {
        throw new DeviceException(
            "device cuda: the kernels do not compile for "
                + String.join(" ", options)
                + ": "
                + log(program));
      }
    }
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      nvrtc.nvrtcGetProgramLogSize(program, size);
      try (BytePointer log = new BytePointer(size.get() + 1)) {
        nvrtc.nvrtcGetProgramLog(program, log);
        return log.getString().strip();
      }
    }
  }

  private static BytePointer machineCode(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      checkCompiler(nvrtc.nvrtcGetCUBINSize(program, size), "get compiled kernels");
      BytePointer code = new BytePointer(size.get());
      checkCompiler(nvrtc.nvrtcGetCUBIN(program, code), "get compiled kernels");
      return code;
    }
  }

  private static BytePointer ptx(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      checkCompiler(nvrtc.nvrtcGetPTXSize(program, size), "get compiled kernels");
      BytePointer code = new BytePointer(size.get());
      checkCompiler(nvrtc.nvrtcGetPTX(program, code), "get compiled kernels");
      return code;
    }
  }
}
