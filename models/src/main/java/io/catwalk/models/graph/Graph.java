package io.catwalk.models.graph;

import java.util.List;
import java.util.Locale;

/**
 * An undirected graph.
 *
 * @param nodes how many, numbered from 0
 * @param edges pairs of different nodes, each pair once
 */
public record Graph(int nodes, List<Edge> edges) {

  /** Between two nodes; which is named first does not matter. */
  public record Edge(int one, int other) {

    boolean joins(int a, int b) {
      return one == a && other == b || one == b && other == a;
    }
  }

  public Graph {
    if (nodes < 1) {
      throw new IllegalArgumentException("expected at least 1 node, found " + nodes);
    }
    edges = List.copyOf(edges);
    boolean[][] seen = new boolean[nodes][nodes];
    for (Edge edge : edges) {
      int a = Math.min(edge.one(), edge.other());
      int b = Math.max(edge.one(), edge.other());
      if (a < 0 || b >= nodes || a == b || seen[a][b]) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "expected each pair of different nodes from 0 to %d once, found %d–%d",
                nodes - 1,
                edge.one(),
                edge.other()));
      }
      seen[a][b] = true;
    }
  }

  /**
   * From lines of two numbers each, as {@code "1 2"}.
   *
   * @param firstNode what the lines call the first node: 0 or 1, mostly
   */
  public static Graph parse(int nodes, int firstNode, String lines) {
    List<Edge> edges =
        lines
            .lines()
            .flatMap(line -> List.of(line.split(",")).stream())
            .map(String::strip)
            .filter(pair -> !pair.isEmpty())
            .map(pair -> edge(pair, firstNode))
            .toList();
    return new Graph(nodes, edges);
  }

  private static Edge edge(String pair, int firstNode) {
    String[] ends = pair.split("\\s+");
    if (ends.length != 2 || !ends[0].matches("\\d{1,9}") || !ends[1].matches("\\d{1,9}")) {
      throw new IllegalArgumentException("expected an edge as two numbers, found \"" + pair + "\"");
    }
    return new Edge(Integer.parseInt(ends[0]) - firstNode, Integer.parseInt(ends[1]) - firstNode);
  }

  /** Whether an edge joins the two. */
  public boolean joined(int one, int other) {
    return edges.stream().anyMatch(edge -> edge.joins(one, other));
  }

  /** How many edges end at this node. */
  public int degree(int node) {
    return (int) edges.stream().filter(e -> e.one() == node || e.other() == node).count();
  }

  /**
   * D^-1/2 (A + I) D^-1/2 where D holds the row sums of A + I, as T. Kipf and M. Welling have it
   * ("Semi-supervised classification with graph convolutional networks", ICLR 2017): each node is
   * its own neighbour, too, and what it hears from another counts the less the more neighbours the
   * two have.
   *
   * @return [nodes][nodes], symmetric
   */
  public double[][] normalisedAdjacency() {
    double[] scale = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      scale[node] = 1 / Math.sqrt(degree(node) + 1);
    }
    double[][] adjacency = new double[nodes][nodes];
    for (int node = 0; node < nodes; node++) {
      adjacency[node][node] = scale[node] * scale[node];
    }
    for (Edge edge : edges) {
      double weight = scale[edge.one()] * scale[edge.other()];
      adjacency[edge.one()][edge.other()] = weight;
      adjacency[edge.other()][edge.one()] = weight;
    }
    return adjacency;
  }
}
