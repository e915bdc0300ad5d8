package io.catwalk.pipeline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.doctor.ProcessFacts.Cores;
import io.catwalk.pipeline.doctor.ProcessFacts.Memory;
import io.catwalk.pipeline.doctor.ProcessFacts.Natives;
import io.catwalk.pipeline.doctor.ProcessFacts.Versions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the checks make of facts that a test machine does not have. */
class ChecksTest {

  private static final long GIB = 1L << 30;
  private static final Versions VERSIONS = new Versions("17.0.9", "3.5.5", "2.12.18", "3.3.4");
  private static final Cores CORES = new Cores(4, 4, 1);
  private static final Memory MEMORY = new Memory(GIB, GIB, 4 * GIB, 8 * GIB, false);
  private static final Natives NATIVES = new Natives("oneDNN 3.11.2, avx2, FP32", "");

  private static ProcessFacts process(
      String id, Versions versions, Cores cores, Memory memory, Natives natives) {
    return new ProcessFacts(
        id, "host", "machine", 2, versions, cores, memory, natives, 10_000, List.of(), List.of(),
        0);
  }

  private static ProcessFacts sound(String id) {
    return process(id, VERSIONS, CORES, MEMORY, NATIVES);
  }

  private static ClusterFacts cluster(Map<String, String> spark, ProcessFacts... executors) {
    return new ClusterFacts(
        "spark://host:7077", spark, 2, sound("driver"), List.of(executors), 9_000, 11_000);
  }

  private static List<Finding> bad(ClusterFacts cluster) {
    return Check.ALL.stream()
        .flatMap(check -> check.of(cluster).stream())
        .filter(finding -> finding.severity() != Severity.OK)
        .toList();
  }

  private static Finding only(ClusterFacts cluster) {
    assertThat(bad(cluster)).hasSize(1);
    return bad(cluster).get(0);
  }

  @Test
  void findNothingWhereAllIsWell() {
    assertThat(bad(cluster(Map.of(), sound("0"), sound("1")))).isEmpty();
  }

  @Test
  void aProcessThatCanLoadNoLibraryIsAnError() {
    Natives none = new Natives(null, "", "the file system is mounted noexec");
    Finding finding =
        only(cluster(Map.of(), sound("0"), process("1", VERSIONS, CORES, MEMORY, none)));

    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.line())
        .contains("executor 1 on host: the file system is mounted noexec")
        .contains("cluster.spark.catwalk.natives.folder");
  }

  @Test
  void otherVersionsOfSparkOnExecutors() {
    Versions patch = new Versions("17.0.9", "3.5.1", "2.12.18", "3.3.4");
    Versions scala = new Versions("17.0.9", "3.5.5", "2.11.12", "3.3.4");
    Versions four = new Versions("17.0.9", "4.2.0", "2.13.18", "3.3.4");
    Versions mixed = new Versions("17.0.9", "3.5.5", "2.13.8", "3.3.4");
    Versions hadoop = new Versions("17.0.9", "3.5.5", "2.12.18", "3.4.1");

    assertThat(only(cluster(Map.of(), process("0", patch, CORES, MEMORY, NATIVES))).severity())
        .isEqualTo(Severity.WARNING);
    assertThat(only(cluster(Map.of(), process("0", scala, CORES, MEMORY, NATIVES))).severity())
        .isEqualTo(Severity.ERROR);
    assertThat(only(cluster(Map.of(), process("0", four, CORES, MEMORY, NATIVES))).line())
        .contains("executor 0 on host runs Spark 4.2.0 with Scala 2.13.18, the driver Spark 3.5.5");
    assertThat(only(cluster(Map.of(), process("0", mixed, CORES, MEMORY, NATIVES))).severity())
        .isEqualTo(Severity.ERROR);
    assertThat(only(cluster(Map.of(), process("0", hadoop, CORES, MEMORY, NATIVES))).what())
        .isEqualTo("executor 0 on host has Hadoop's client 3.4.1, the driver 3.3.4");
  }

  @Test
  void otherJavasOnExecutors() {
    Versions old = new Versions("11.0.2", "3.5.5", "2.12.18", "3.3.4");
    Versions eight = new Versions("1.8.0_372", "3.5.5", "2.12.18", "3.3.4");
    Versions other = new Versions("21", "3.5.5", "2.12.18", "3.3.4");

    assertThat(only(cluster(Map.of(), process("0", old, CORES, MEMORY, NATIVES))).severity())
        .isEqualTo(Severity.ERROR);
    assertThat(only(cluster(Map.of(), process("0", eight, CORES, MEMORY, NATIVES))).severity())
        .isEqualTo(Severity.ERROR);
    assertThat(only(cluster(Map.of(), process("0", other, CORES, MEMORY, NATIVES))).severity())
        .isEqualTo(Severity.WARNING);
  }

  @Test
  void theNewestJavaIsThatOfTheSpark() {
    for (String spark : List.of("3.5.7", "4.0.1", "4.1.0")) {
      assertThat(onJava25(spark))
          .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARNING))
          .allSatisfy(finding -> assertThat(finding.why()).endsWith("knows none after 21"))
          .hasSize(2);
    }
    assertThat(onJava25("4.2.0")).isEmpty();
  }

  private static List<Finding> onJava25(String spark) {
    Versions versions = new Versions("25.0.1", spark, "2.13.17", "3.3.4");
    return bad(
        new ClusterFacts(
            "spark://host:7077",
            Map.of(),
            2,
            process("driver", versions, CORES, MEMORY, NATIVES),
            List.of(process("0", versions, CORES, MEMORY, NATIVES)),
            9_000,
            11_000));
  }

  @Test
  void executorsOfOneMachineShareItsCores() {
    Finding finding = only(cluster(Map.of(), sound("0"), sound("1"), sound("2")));

    assertThat(finding.check()).isEqualTo("threads");
    assertThat(finding.what()).contains("6 task slots start 6 OpenMP threads on 4 cores");
    assertThat(finding.cure()).contains("4 cores in all").doesNotContain("OMP_NUM_THREADS");
  }

  @Test
  void containersDivideCores() {
    Cores two = new Cores(2, 64, 1);

    assertThat(
            bad(
                cluster(
                    Map.of(),
                    process("0", VERSIONS, two, MEMORY, NATIVES),
                    process("1", VERSIONS, two, MEMORY, NATIVES))))
        .isEmpty();
  }

  @Test
  void manyThreadsOfEachTask() {
    Cores greedy = new Cores(4, 4, 4);

    assertThat(only(cluster(Map.of(), process("0", VERSIONS, greedy, MEMORY, NATIVES))).cure())
        .isEqualTo("set spark.executorEnv.OMP_NUM_THREADS=1");
  }

  @Test
  void aContainerThatIsTooSmall() {
    Memory guessed = new Memory(3 * GIB, 3 * GIB, 12 * GIB, 4 * GIB, true);
    Memory heap = new Memory(5 * GIB, GIB, 20 * GIB, 4 * GIB, true);
    Map<String, String> meant =
        Map.of("spark.executor.extraJavaOptions", "-Dorg.bytedeco.javacpp.maxbytes=3g");

    assertThat(only(cluster(Map.of(), process("0", VERSIONS, CORES, guessed, NATIVES))).severity())
        .as("JavaCPP's own guess")
        .isEqualTo(Severity.WARNING);
    assertThat(only(cluster(meant, process("0", VERSIONS, CORES, guessed, NATIVES))).severity())
        .as("what the user has set")
        .isEqualTo(Severity.ERROR);
    assertThat(only(cluster(Map.of(), process("0", VERSIONS, CORES, heap, NATIVES))).severity())
        .as("a heap that does not fit")
        .isEqualTo(Severity.ERROR);
  }

  @Test
  void aContainerThatYarnMakesTooSmall() {
    ClusterFacts onYarn =
        new ClusterFacts(
            "yarn",
            Map.of("spark.executor.memory", "1g"),
            2,
            sound("driver"),
            List.of(sound("0")),
            9_000,
            11_000);
    ClusterFacts roomy =
        new ClusterFacts(
            "yarn",
            Map.of("spark.executor.memory", "1g", "spark.executor.memoryOverhead", "1g"),
            2,
            sound("driver"),
            List.of(sound("0")),
            9_000,
            11_000);

    assertThat(only(onYarn).what()).contains("the container that Spark asks for has 1.4 GiB");
    assertThat(bad(roomy)).isEmpty();
  }

  @Test
  void clocksThatDiffer() {
    ClusterFacts late =
        new ClusterFacts(
            "spark://host:7077", Map.of(), 2, sound("driver"), List.of(sound("0")), 14_000, 15_000);
    ClusterFacts early =
        new ClusterFacts(
            "spark://host:7077", Map.of(), 2, sound("driver"), List.of(sound("0")), 0, 7_500);

    assertThat(only(late).what())
        .isEqualTo("the clock of executor 0 on host is 4.0 s behind the driver's");
    assertThat(only(early).what())
        .isEqualTo("the clock of executor 0 on host is 2.5 s ahead of the driver's");
  }

  @Test
  void aProcessorWithoutAvx2() {
    Natives old = new Natives("oneDNN 3.11.2, sse41, FP32", "");
    Finding finding = only(cluster(Map.of(), process("0", VERSIONS, CORES, MEMORY, old)));

    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.what())
        .isEqualTo("executor 0 on host computes by oneDNN 3.11.2, sse41, FP32, without AVX2");
  }

  @Test
  void differentInstructionSets() {
    Natives wider = new Natives("oneDNN 3.11.2, avx512_core, FP32", "");

    assertThat(
            only(cluster(Map.of(), sound("0"), process("1", VERSIONS, CORES, MEMORY, wider)))
                .what())
        .contains("oneDNN 3.11.2, avx2, FP32; oneDNN 3.11.2, avx512_core, FP32");
  }

  @Test
  void gpusThatCannotCompute() {
    Natives without =
        new Natives(
            "oneDNN 3.11.2, avx2, FP32",
            "device cuda: libcuda.so.1 (NVIDIA's driver) was not found");
    ProcessFacts executor = process("0", VERSIONS, CORES, MEMORY, without);

    Finding finding = only(cluster(Map.of("spark.catwalk.accelerator.gpu", "true"), executor));

    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.what()).isEqualTo("executor 0 on host cannot compute on a GPU");
    assertThat(finding.why()).contains("libcuda.so.1");
    assertThat(finding.cure()).contains("train.accelerator=cpu");
    assertThat(bad(cluster(Map.of(), executor))).as("where nobody asks for GPUs").isEmpty();
  }

  @Test
  void fewerSlotsThanWorkers() {
    ClusterFacts crowded =
        new ClusterFacts(
            "spark://host:7077", Map.of(), 8, sound("driver"), List.of(sound("0")), 9_000, 11_000);

    assertThat(only(crowded).cure()).contains("train.workers=2");
  }

  @Test
  void kryoWithAndWithoutItsRegistrator() {
    String kryo = "org.apache.spark.serializer.KryoSerializer";

    assertThat(only(cluster(Map.of("spark.serializer", kryo), sound("0"))).what())
        .contains("without spark.kryo.registrator");
    assertThat(
            only(cluster(
                    Map.of(
                        "spark.serializer",
                        kryo,
                        "spark.kryo.registrator",
                        "a.B,org.nd4j.kryo.Nd4jRegistrator"),
                    sound("0")))
                .why())
        .startsWith("Kryo cannot write the records");
  }
}
