package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The confusion matrix as a heat table. Of very many classes only the most confused have rows and
 * columns, the others share one; a picture then shows all.
 *
 * @param heads names of the columns, in label order
 * @param rows in label order
 * @param foot the sums of the columns
 * @param dense so many classes that a cell has room for its count alone
 * @param shortened number of classes that share the last row and column; 0 where each has its own
 * @param whole the whole matrix as a picture; null where the table shows it
 */
record ConfusionView(
    List<String> heads,
    List<Row> rows,
    List<Cell> foot,
    boolean dense,
    int shortened,
    Whole whole) {

  private static final int MOST = 30;
  private static final int SHOWN = 24;
  private static final int DENSE = 13;
  private static final int LEVELS = 9;
  private static final int LONG_NAME = 10;
  private static final int FEW = 8;

  /**
   * @param name of the true class
   * @param total examples of it
   * @param recall in words
   */
  record Row(String name, List<Cell> cells, String total, String recall) {}

  /**
   * @param style of the heat: {@code h0} to {@code h9} on the diagonal, {@code m0} to {@code m9}
   *     beside it
   * @param count in words; empty for 0
   * @param rate share of the row, in words
   * @param link id of its examples; null for none
   * @param title what it says, in words; null where it says nothing
   */
  record Cell(String style, String count, String rate, String link, String title) {}

  /**
   * @param size classes
   * @param levels path data of unit squares, a level of heat
   */
  record Whole(int size, List<String> levels) {}

  static ConfusionView of(Analysis analysis, Samples samples) {
    return new Maker(analysis, samples.mistakeIds()).make();
  }

  private static final class Maker {

    private final ConfusionMatrix matrix;
    private final List<String> classes;
    private final Set<String> links;
    private final List<Integer> shown;

    Maker(Analysis analysis, Set<String> links) {
      this.matrix = analysis.run().metrics().confusionMatrix();
      this.classes = analysis.classes();
      this.links = links;
      this.shown = classes.size() <= MOST ? all() : mostConfused();
    }

    private List<Integer> all() {
      return IntStream.range(0, classes.size()).boxed().toList();
    }

    private List<Integer> mostConfused() {
      long[] errors = new long[classes.size()];
      for (int a = 0; a < errors.length; a++) {
        for (int p = 0; p < errors.length; p++) {
          if (a != p) {
            errors[a] += matrix.count(a, p);
            errors[p] += matrix.count(a, p);
          }
        }
      }
      return all().stream()
          .sorted(Comparator.comparingLong(c -> -errors[c]))
          .limit(SHOWN)
          .sorted()
          .toList();
    }

    ConfusionView make() {
      int hidden = classes.size() - shown.size();
      List<String> heads = new ArrayList<>(shown.stream().map(classes::get).toList());
      List<Row> rows = new ArrayList<>();
      List<Integer> rest = all().stream().filter(c -> !shown.contains(c)).toList();
      String others = hidden + " other classes";
      for (int actual : shown) {
        rows.add(row(classes.get(actual), List.of(actual), rest, others));
      }
      if (hidden > 0) {
        heads.add(others);
        rows.add(row(others, rest, rest, others));
      }
      boolean dense = heads.size() > DENSE;
      return new ConfusionView(heads, rows, foot(rest), dense, hidden, hidden > 0 ? whole() : null);
    }

    private Row row(String name, List<Integer> actual, List<Integer> rest, String others) {
      long total = actual.stream().mapToLong(matrix::support).sum();
      List<Cell> cells = new ArrayList<>();
      long correct = actual.stream().mapToLong(a -> matrix.count(a, a)).sum();
      for (int predicted : shown) {
        long count = actual.stream().mapToLong(a -> matrix.count(a, predicted)).sum();
        boolean one = actual.size() == 1;
        boolean hit = one && actual.get(0) == predicted;
        String id = !one ? "" : hit ? Samples.id(predicted) : Samples.id(actual.get(0), predicted);
        cells.add(cell(count, total, hit, id, name, classes.get(predicted)));
      }
      if (!rest.isEmpty()) {
        long count =
            actual.stream()
                .flatMapToLong(a -> rest.stream().mapToLong(p -> matrix.count(a, p)))
                .sum();
        cells.add(cell(count, total, actual.size() > 1, "", name, others));
      }
      return new Row(
          name,
          cells,
          Words.count(total),
          total == 0 ? "–" : Words.percent((double) correct / total));
    }

    private Cell cell(
        long count, long total, boolean hit, String id, String actual, String predicted) {
      double rate = total == 0 ? 0 : (double) count / total;
      String rateText = count == 0 ? "" : Words.percent(rate);
      String title =
          actual
              + (hit ? " recognised: " : " taken for " + predicted + ": ")
              + Words.count(count, "image")
              + (count == 0 ? "" : ", " + rateText);
      boolean linked = hit ? !id.isEmpty() : links.contains(id);
      return new Cell(
          (hit ? "h" : "m") + level(rate),
          count == 0 ? "" : Words.count(count),
          rateText,
          linked && count > 0 ? id : null,
          count == 0 ? null : title);
    }

    private List<Cell> foot(List<Integer> rest) {
      List<Cell> cells = new ArrayList<>();
      for (int predicted : shown) {
        long total = matrix.predictions(predicted);
        long correct = matrix.count(predicted, predicted);
        cells.add(sum(total, total == 0 ? "–" : Words.percent((double) correct / total)));
      }
      if (!rest.isEmpty()) {
        cells.add(sum(rest.stream().mapToLong(matrix::predictions).sum(), ""));
      }
      return cells;
    }

    private static Cell sum(long total, String precision) {
      return new Cell("", Words.count(total), precision, null, null);
    }

    private Whole whole() {
      List<StringBuilder> levels = new ArrayList<>();
      for (int level = 0; level < 2 * (LEVELS + 1); level++) {
        levels.add(new StringBuilder());
      }
      for (int a = 0; a < classes.size(); a++) {
        long total = matrix.support(a);
        for (int p = 0; p < classes.size(); p++) {
          long count = matrix.count(a, p);
          if (count > 0) {
            boolean hit = a == p;
            int level = level((double) count / total) + (hit ? 0 : LEVELS + 1);
            levels.get(level).append('M').append(p).append(' ').append(a).append("h1v1h-1z");
          }
        }
      }
      return new Whole(classes.size(), levels.stream().map(StringBuilder::toString).toList());
    }
  }

  /**
   * How strong the colour of a share of a row is, 0 to {@value #LEVELS}: as strong for a mistake as
   * for a hit. The root lets small shares show, since mistakes are rare.
   */
  static int level(double rate) {
    return rate == 0 ? 0 : (int) Math.max(1, Math.round(Math.sqrt(rate) * LEVELS));
  }

  /** Whether the columns' names stand upright, since they have no room side by side. */
  boolean turned() {
    return heads.size() > FEW || heads.stream().anyMatch(name -> name.length() > LONG_NAME);
  }

  /** Style of a level of {@link Whole#levels}. */
  static String style(int level) {
    return level <= LEVELS ? "h" + level : "m" + (level - LEVELS - 1);
  }
}
