package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class NativeBinaryTest {

  private static final CpuFeatures OLD = new CpuFeatures(Set.of("sse4_2"));
  private static final CpuFeatures HASWELL = new CpuFeatures(Set.of("sse4_2", "avx2"));
  private static final CpuFeatures SKYLAKE = new CpuFeatures(Set.of("sse4_2", "avx2", "avx512f"));

  @Test
  void theFastestThatTheProcessorRuns() {
    assertThat(best(SKYLAKE, NativeBinary.values())).isEqualTo(NativeBinary.ONEDNN_AVX512);
    assertThat(best(HASWELL, NativeBinary.values())).isEqualTo(NativeBinary.ONEDNN_AVX2);
    assertThat(best(OLD, NativeBinary.values())).isEqualTo(NativeBinary.ONEDNN);
  }

  @Test
  void oneDnnCountsForMoreThanWideRegisters() {
    assertThat(best(SKYLAKE, NativeBinary.AVX512, NativeBinary.AVX2, NativeBinary.ONEDNN))
        .isEqualTo(NativeBinary.ONEDNN);
    assertThat(best(HASWELL, NativeBinary.PLAIN, NativeBinary.AVX2)).isEqualTo(NativeBinary.AVX2);
  }

  @Test
  void whatTheProcessorCannotRunIsNotChosen() {
    assertThat(NativeBinary.best(OLD, binary -> binary == NativeBinary.ONEDNN_AVX2)).isEmpty();
  }

  @Test
  void theLoadedBuildIsReadFromTheMaps() {
    String folder = "7f0 r-xp 0 00:00 1 /home/me/.javacpp/cache/nd4j.jar/org/nd4j/bindings/";
    assertThat(
            NativeBinary.fromMaps(
                List.of("7f0 [heap]", folder + "linux-x86_64-onednn-avx2/libnd4jcpu.so")))
        .contains(NativeBinary.ONEDNN_AVX2);
    assertThat(NativeBinary.fromMaps(List.of(folder + "linux-x86_64/libnd4jcpu.so")))
        .contains(NativeBinary.PLAIN);
    assertThat(NativeBinary.fromMaps(List.of("7f0 /usr/lib/libc.so"))).isEmpty();
  }

  @Test
  void thisJvmHasLoadedAFastOne() {
    assumeTrue(
        System.getProperty("os.arch").equals("amd64")
            && System.getProperty("os.name").equals("Linux"));
    Nd4j.zeros(1).add(1);

    assertThat(NativeBinary.loaded())
        .hasValueSatisfying(binary -> assertThat(binary.fast()).isTrue());
  }

  private static NativeBinary best(CpuFeatures cpu, NativeBinary... available) {
    return NativeBinary.best(cpu, EnumSet.copyOf(List.of(available))::contains).orElseThrow();
  }
}
