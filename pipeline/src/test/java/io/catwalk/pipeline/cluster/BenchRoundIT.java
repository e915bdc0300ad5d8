package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Averaging rounds on a standalone master that says of no executor when it will come, and with one
 * that comes and is not ready.
 */
class BenchRoundIT {

  @TempDir static Path temporary;

  @Test
  void everyExecutorGetsAWorkerAndKeepsNothingOfARound() throws IOException {
    Path slow = TestJar.write(temporary.resolve("slow.jar"), SlowExecutor.class);
    try (LocalCluster cluster = LocalCluster.start(temporary.resolve("cluster"))) {
      Script.Finished finished =
          cluster
              .script("catwalk", temporary)
              .within(Duration.ofMinutes(4))
              .with(
                  "CATWALK_SUBMIT_ARGS",
                  "--jars %s --conf spark.plugins=%s".formatted(slow, SlowExecutor.class.getName()))
              .run(
                  "bench",
                  "round",
                  "--model=lenet5",
                  "--workers=2",
                  "--minibatch=8",
                  "--frequency=2",
                  "--rounds=30",
                  "--warm-up=5",
                  "--json")
              .expect(0);

      JsonNode report = new ObjectMapper().readTree(finished.stdout());
      assertThat(report.get("memory").findValuesAsText("process"))
          .containsExactly("driver", "0", "1");
      for (JsonNode process : report.get("memory")) {
        // Closures of the last jobs, until the driver's garbage collector finds them.
        assertThat(process.get("broadcast_end").asDouble())
            .as("MiB of broadcasts of " + process.get("process"))
            .isLessThan(process.get("broadcast_start").asDouble() + 2);
      }
      assertThat(report.get("state_bytes").asLong()).isEqualTo(3 * 61_706 * 4);
      assertThat(report.get("fixed_milliseconds").asDouble()).isPositive();
      assertThat(report.get("advice")).isNotEmpty();
    }
  }
}
