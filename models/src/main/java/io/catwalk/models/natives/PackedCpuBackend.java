package io.catwalk.models.natives;

import org.nd4j.linalg.cpu.nativecpu.CpuBackend;

/**
 * ND4J's backend for processors, whose library is unpacked first. ND4J finds it as a service, and
 * asks it before the one that it extends.
 */
public final class PackedCpuBackend extends CpuBackend {

  @Override
  public int getPriority() {
    return super.getPriority() + 1;
  }

  @Override
  public boolean isAvailable() {
    PackedNatives.use();
    return super.isAvailable();
  }
}
