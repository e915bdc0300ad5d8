package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.compare.Wilson;
import io.catwalk.pipeline.dataset.Example.ImageFacts;
import io.catwalk.pipeline.report.chart.Scale;
import io.catwalk.pipeline.report.chart.Whisker;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.Predictions;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;

/**
 * Accuracy of parts of the data: where does it fail?
 *
 * @param dimensions what it was sliced by
 * @param asClasses names of those whose parts are the classes, of which the table of classes tells
 */
public record Slices(List<Dimension> dimensions, List<String> asClasses) {

  /** More parts than this are put together as the rest. */
  private static final int MOST_PARTS = 20;

  private static final int QUANTILES = 5;

  /**
   * @param name what it was sliced by
   * @param note what a reader should know; may be empty
   * @param parts in their natural order, or the largest first
   */
  public record Dimension(String name, String note, List<Part> parts) {}

  /**
   * @param name of the part
   * @param examples in it
   * @param accuracy with Wilson's interval
   * @param verdict {@code below} or {@code above} where the interval lies wholly beside the
   *     accuracy of all examples, else empty
   */
  public record Part(String name, long examples, Interval accuracy, String verdict) {}

  public static Slices of(StoredRun run) {
    List<Dimension> dimensions = new ArrayList<>();
    Slicer slicer = new Slicer(run);
    List<String> asClasses = new ArrayList<>();
    dimensions.add(slicer.byName("Source folder", slicer::folder));
    if (slicer.dividesAsClasses(slicer::folder)) {
      asClasses.add("Source folder");
    }
    if (slicer.knowsFacts()) {
      dimensions.add(slicer.bySize());
      dimensions.add(slicer.byBrightness());
      for (String attribute : slicer.attributes()) {
        IntFunction<String> value = i -> slicer.facts(i).attributes().get(attribute);
        dimensions.add(slicer.byName(attribute, value));
        if (slicer.dividesAsClasses(value)) {
          asClasses.add(attribute);
        }
      }
    }
    return new Slices(dimensions, asClasses);
  }

  /** By which the images differ, and not as their classes do. */
  List<Dimension> divided() {
    return dimensions.stream()
        .filter(dimension -> dimension.parts().size() > 1)
        .filter(dimension -> !asClasses.contains(dimension.name()))
        .toList();
  }

  /** In which all images are the same. */
  List<Dimension> alike() {
    return dimensions.stream().filter(dimension -> dimension.parts().size() == 1).toList();
  }

  /**
   * @param dimension its name
   */
  record Weak(String dimension, Part part) {}

  /** The part with the lowest accuracy among those that are surely below that of all examples. */
  Optional<Weak> weakest() {
    return divided().stream()
        .flatMap(d -> d.parts().stream().map(part -> new Weak(d.name(), part)))
        .filter(weak -> weak.part().verdict().equals("below"))
        .min(Comparator.comparingDouble(weak -> weak.part().accuracy().estimate()));
  }

  private static final class Slicer {

    private final Predictions predictions;
    private final double accuracy;

    Slicer(StoredRun run) {
      predictions = run.predictions();
      accuracy = run.metrics().accuracy();
    }

    boolean knowsFacts() {
      for (int i = 0; i < predictions.size(); i++) {
        if (predictions.facts(i) == null) {
          return false;
        }
      }
      return true;
    }

    ImageFacts facts(int example) {
      return predictions.facts(example);
    }

    List<String> attributes() {
      Map<String, Boolean> names = new TreeMap<>();
      for (int i = 0; i < predictions.size(); i++) {
        facts(i).attributes().keySet().forEach(name -> names.put(name, true));
      }
      return List.copyOf(names.keySet());
    }

    String folder(int example) {
      String path = predictions.path(example);
      int end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('#'));
      return end <= 0 ? "(top)" : path.substring(0, end);
    }

    /** Whether every class has a part of its own. */
    boolean dividesAsClasses(IntFunction<String> nameOf) {
      Map<String, Integer> classes = new HashMap<>();
      Map<Integer, String> names = new HashMap<>();
      for (int i = 0; i < predictions.size(); i++) {
        String name = String.valueOf(nameOf.apply(i));
        int actual = predictions.actual(i);
        if (classes.computeIfAbsent(name, any -> actual) != actual
            || !names.computeIfAbsent(actual, any -> name).equals(name)) {
          return false;
        }
      }
      return classes.size() > 1;
    }

    Dimension byName(String name, IntFunction<String> nameOf) {
      Map<String, long[]> counts = new TreeMap<>();
      for (int i = 0; i < predictions.size(); i++) {
        String part = nameOf.apply(i);
        long[] count = counts.computeIfAbsent(part == null ? "(none)" : part, key -> new long[2]);
        count[0] += predictions.correct(i) ? 1 : 0;
        count[1]++;
      }
      List<Map.Entry<String, long[]>> largest =
          counts.entrySet().stream()
              .sorted(Comparator.comparingLong(entry -> -entry.getValue()[1]))
              .toList();
      List<Part> parts = new ArrayList<>();
      long[] rest = new long[2];
      for (int i = 0; i < largest.size(); i++) {
        long[] count = largest.get(i).getValue();
        if (i < MOST_PARTS) {
          parts.add(part(largest.get(i).getKey(), count[0], count[1]));
        } else {
          rest[0] += count[0];
          rest[1] += count[1];
        }
      }
      if (rest[1] > 0) {
        parts.add(part((largest.size() - MOST_PARTS) + " others", rest[0], rest[1]));
      }
      return new Dimension(name, "", parts);
    }

    Dimension bySize() {
      double[] sides = new double[predictions.size()];
      Arrays.setAll(
          sides, i -> Math.sqrt((double) facts(i).sourceWidth() * facts(i).sourceHeight()));
      return byQuantile(
          "Image size",
          "side of a square of as many pixels as the image had before resizing",
          sides,
          value -> Words.count(Math.round(value)) + " px");
    }

    Dimension byBrightness() {
      double[] values = new double[predictions.size()];
      Arrays.setAll(values, i -> facts(i).brightness());
      return byQuantile(
          "Brightness", "mean of all pixels, 0 % black to 100 % white", values, Words::percent);
    }

    /** Fifths of the examples; equal values stay together. */
    private Dimension byQuantile(
        String name, String note, double[] values, DoubleFunction<String> say) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      List<Part> parts = new ArrayList<>();
      double above = Double.NEGATIVE_INFINITY;
      for (int q = 1; q <= QUANTILES; q++) {
        double upTo = sorted[Math.max(0, sorted.length * q / QUANTILES - 1)];
        if (upTo > above) {
          parts.add(between(values, sorted, above, upTo, say));
          above = upTo;
        }
      }
      return new Dimension(name, note, parts);
    }

    private Part between(
        double[] values, double[] sorted, double above, double upTo, DoubleFunction<String> say) {
      long correct = 0;
      long count = 0;
      for (int i = 0; i < values.length; i++) {
        if (values[i] > above && values[i] <= upTo) {
          count++;
          correct += predictions.correct(i) ? 1 : 0;
        }
      }
      int first = 0;
      while (sorted[first] <= above) {
        first++;
      }
      String low = say.apply(sorted[first]);
      String high = say.apply(upTo);
      return part(low.equals(high) ? low : low + " to " + high, correct, count);
    }

    private Part part(String name, long correct, long count) {
      Interval interval = Wilson.of(correct, count);
      String verdict =
          interval.high() < accuracy ? "below" : interval.low() > accuracy ? "above" : "";
      return new Part(name, count, interval, verdict);
    }
  }

  /**
   * A part of the data in a table.
   *
   * @param part its figures
   * @param bar its accuracy as a picture
   */
  record Row(Part part, Whisker bar) {

    static List<Row> of(Dimension dimension) {
      Scale scale = Whisker.shares(dimension.parts().stream().map(Part::accuracy).toList());
      return dimension.parts().stream()
          .map(part -> new Row(part, Whisker.of(part.accuracy(), scale)))
          .toList();
    }
  }
}
