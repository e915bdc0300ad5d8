package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ClusterConfig.AcceleratorConfig;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceProfile;
import org.junit.jupiter.api.Test;

class GpuRequestTest {

  private static final AcceleratorConfig GPU = new AcceleratorConfig(true, 30, "", "");
  private static final String TASK = "spark.task.resource.gpu.amount";
  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";

  private static SparkConf on(String master) {
    return new SparkConf(false)
        .set("spark.master", master)
        .set("spark.executor.resource.gpu.discoveryScript", "/gpus")
        .set(GpuRequest.DEVICES, "pretended");
  }

  private static SparkConf applied(SparkConf conf, String version) {
    GpuRequest.apply(GPU, conf, version);
    return conf;
  }

  @Test
  void processorsAskForNothing() {
    SparkConf conf = new SparkConf(false).set("spark.master", "yarn");

    GpuRequest.apply(AcceleratorConfig.CPU, conf, "3.5.5");

    assertThat(conf.getAll()).hasSize(1);
    assertThat(GpuTasks.wanted(conf)).isFalse();
  }

  @Test
  void executorsHaveOneEachAndStagesAskForTheirTasks() {
    for (String master : new String[] {"spark://host:7077", "yarn", "k8s://host"}) {
      SparkConf conf = applied(on(master), "3.5.5");

      assertThat(conf.get(EXECUTOR)).as(master).isEqualTo("1");
      assertThat(conf.contains(TASK)).as("tasks that decode need a GPU on " + master).isFalse();
      ResourceProfile profile = GpuTasks.profile(conf);
      assertThat(profile.taskResourcesJMap().get("gpu").amount()).isEqualTo(1);
      assertThat(profile.executorResourcesJMap()).isEmpty();
    }
  }

  @Test
  void whereStagesCannotAskAllTasksDo() {
    assertThat(applied(on("yarn"), "3.5.0").get(TASK)).isEqualTo("1");
    assertThat(applied(on("spark://host:7077"), "3.5.0").contains(TASK)).isFalse();
  }

  @Test
  void withDynamicAllocationGpuExecutorsComeForTheirStages() {
    SparkConf conf =
        applied(
            on("yarn")
                .set("spark.dynamicAllocation.enabled", "true")
                .set("spark.executor.memory", "3g")
                .set("spark.executor.cores", "2"),
            "3.5.5");

    assertThat(conf.contains(EXECUTOR)).as("executors that decode have GPUs").isFalse();
    ResourceProfile profile = GpuTasks.profile(conf);
    assertThat(profile.executorResourcesJMap().get("gpu").amount()).isEqualTo(1);
    assertThat(profile.executorResourcesJMap().get("gpu").discoveryScript()).isEqualTo("/gpus");
    assertThat(profile.executorResourcesJMap().get("memory").amount()).isEqualTo(3072);
    assertThat(profile.executorResourcesJMap().get("cores").amount()).isEqualTo(2);
  }

  @Test
  void mistakesAreTold() {
    assertThatThrownBy(
            () ->
                applied(on("yarn").remove("spark.executor.resource.gpu.discoveryScript"), "3.5.5"))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("expected cluster.spark.executor.resource.gpu.discoveryScript");
    assertThatThrownBy(() -> applied(on("yarn").set(TASK, "0.5"), "3.5.5"))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("spark.task.resource.gpu.amount = 0.5: expected 1");
  }
}
