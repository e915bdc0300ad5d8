package io.catwalk.models.engine.cuda.driver;

import static io.catwalk.models.engine.cuda.driver.CudaCalls.checkCompiler;

import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Precision;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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

  private final boolean roundsToTf32;
  private final boolean isKnown;
  private final List<String> options;
  private final String version;
  private final KernelCache cache;

  /**
   * @param capability of the GPU, 75 for 7.5
   * @param version of the compiler
   */
  KernelCompiler(int capability, String version, Precision precision, KernelCache cache) {
    this.version = version;
    this.cache = cache;
    roundsToTf32 = precision == Precision.TF32 && capability >= AMPERE;
    int newest = newest();
    isKnown = newest >= capability;
    options =
        List.of(
            "--gpu-architecture=" + (isKnown ? "sm_" + capability : "compute_" + newest),
            "-DTF32=" + (roundsToTf32 ? 1 : 0));
  }

  /** What products are rounded to on this GPU. */
  Precision precision() {
    return roundsToTf32 ? Precision.TF32 : Precision.FP32;
  }

  /** Code that the driver loads, from the cache where it is there; for several threads. */
  byte[] compile(Collection<String> kernels) {
    String source = KernelSource.of(kernels);
    String key = String.join("\n", version, String.join(" ", options), source);
    return cache
        .find(key)
        .orElseGet(
            () -> {
              byte[] code = compile(source);
              cache.keep(key, code);
              return code;
            });
  }

  private byte[] compile(String text) {
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer source = new BytePointer(text);
        BytePointer name = new BytePointer("catwalk.cu")) {
      checkCompiler(
          nvrtc.nvrtcCreateProgram(
              program, source, name, 0, (PointerPointer) null, (PointerPointer) null),
          "prepare kernels");
      translate(program);
      return code(program);
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

  private void translate(_nvrtcProgram program) {
    int count = options.size();
    try (PointerPointer<Pointer> all = new PointerPointer<>((long) count)) {
      List<BytePointer> texts = options.stream().map(BytePointer::new).toList();
      for (int i = 0; i < count; i++) {
        all.put(i, texts.get(i));
      }
      int status = nvrtc.nvrtcCompileProgram(program, count, all);
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
        return log.getString().replace("\0", "").strip();
      }
    }
  }

  private byte[] code(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      checkCompiler(
          isKnown ? nvrtc.nvrtcGetCUBINSize(program, size) : nvrtc.nvrtcGetPTXSize(program, size),
          "get compiled kernels");
      try (BytePointer code = new BytePointer(size.get())) {
        checkCompiler(
            isKnown ? nvrtc.nvrtcGetCUBIN(program, code) : nvrtc.nvrtcGetPTX(program, code),
            "get compiled kernels");
        byte[] bytes = new byte[Math.toIntExact(size.get())];
        code.get(bytes);
        return bytes;
      }
    }
  }
}
