package io.catwalk.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTest {

  /** 0–1–2: with itself, node 1 has three neighbours, the others have two. */
  @Test
  void adjacencyIsNormalisedByBothDegrees() {
    double[][] adjacency = Graph.parse(3, 0, "0 1, 1 2").normalisedAdjacency();

    double between = 1 / Math.sqrt(6);
    double[][] expected = {{0.5, between, 0}, {between, 1 / 3.0, between}, {0, between, 0.5}};
    for (int row = 0; row < 3; row++) {
      assertThat(adjacency[row]).containsExactly(expected[row], within(1e-12));
    }
  }

  @Test
  void edgesAreReadFromLinesThatCountFromOne() {
    Graph graph = Graph.parse(3, 1, "1 2,\n 3 1\n");

    assertThat(graph.edges()).containsExactly(new Graph.Edge(0, 1), new Graph.Edge(2, 0));
    assertThat(graph.joined(0, 2)).isTrue();
    assertThat(graph.joined(1, 2)).isFalse();
    assertThat(graph.degree(0)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 3", "1 1", "0 1, 1 0", "0", "a b"})
  void impossibleEdgesAreRefused(String edges) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Graph.parse(3, 0, edges))
        .withMessageContaining("expected")
        .withMessageContaining("found");
  }
}
