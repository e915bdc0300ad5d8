package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.config.ClusterConfig;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SparkSessionsTest {

  @Test
  void sparkConnectIsNotEnough() {
    for (Map<String, String> settings :
        List.of(Map.of("spark.remote", "sc://host:15002"), Map.of("spark.api.mode", "connect"))) {
      assertThatThrownBy(
              () -> SparkSessions.open(new ClusterConfig("local[1]", "ERROR", settings), "connect"))
          .hasMessageStartingWith("Spark Connect (spark.remote, --remote")
          .hasMessageContaining("spark://HOST:PORT, yarn or k8s://HOST:PORT");
    }
  }

  /** How a driver of Spark 4 ends at a master of Spark 3.5, and the other way round. */
  @Test
  void aMasterOfAnotherSparkTakesNoApplication() {
    IllegalStateException stopped =
        new IllegalStateException(
            "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was created at:");

    assertThat(SparkSessions.explained("spark://host:7077", stopped))
        .hasMessageStartingWith(
            "Cannot start Spark on spark://host:7077: it takes no applications of this driver;"
                + " it must run Spark 3.5.");
    assertThat(SparkSessions.explained("yarn", stopped))
        .hasMessage("Cannot start Spark on yarn: Cannot call methods on a stopped SparkContext.");
  }

  /** As seen with Spark 4.2 on a busy YARN. */
  @Test
  void aStartThatItsOwnPagesDisturbIsTriedOnceMore() {
    List<RuntimeException> disturbances =
        new ArrayList<>(List.of(new ConcurrentModificationException()));
    Supplier<String> start =
        () -> {
          if (!disturbances.isEmpty()) {
            throw disturbances.remove(0);
          }
          return "started";
        };

    assertThat(SparkSessions.onceMore(start)).isEqualTo("started");
    disturbances.addAll(
        List.of(new ConcurrentModificationException(), new ConcurrentModificationException()));
    assertThatThrownBy(() -> SparkSessions.onceMore(start))
        .isInstanceOf(ConcurrentModificationException.class);
    disturbances.add(new IllegalStateException());
    assertThatThrownBy(() -> SparkSessions.onceMore(start))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatHasNoMessageIsToldByItsName() {
    assertThat(SparkSessions.explained("yarn", new ConcurrentModificationException()))
        .hasMessage("Cannot start Spark on yarn: java.util.ConcurrentModificationException");
  }
}
