package io.catwalk.pipeline.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.catwalk.pipeline.config.SearchRange.Choice;
import io.catwalk.pipeline.config.SearchRange.Interval;
import io.catwalk.pipeline.config.SearchRange.Spread;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads {@code tune.space}: a list of keys, each with its values. */
final class SpaceReader {

  private static final String EXAMPLE =
      "such as { key = train.minibatch, values = [16, 32] }"
          + " or { key = train.learning-rate, from = 0.0001, to = 0.01, scale = log }";

  /** What a training is compared by, how long it is, and luck; and what is no single value. */
  private static final Set<String> FIXED =
      Set.of(
          "model.classes",
          "model.layers",
          "model.from",
          "model.freeze-until",
          "train.seed",
          "train.epochs",
          "train.folds",
          "train.teacher.from",
          "train.teacher.weight",
          "train.teacher.temperature",
          "train.accelerator",
          "train.early-stopping.metric");

  private final String path;
  private final Predicate<String> known;
  private final LayerOptions.Complaint complaint;
  private final Set<String> keys = new HashSet<>();
  private final List<Object> effective = new ArrayList<>();

  /**
   * @param path of the list, for messages
   * @param known whether there is such a key
   */
  SpaceReader(String path, Predicate<String> known, LayerOptions.Complaint complaint) {
    this.path = path;
    this.known = known;
    this.complaint = complaint;
  }

  /** Empty where the value is no list; what else is wrong is complained of. */
  Optional<List<SearchRange>> read(ConfigValue value) {
    if (!(value instanceof ConfigList list)) {
      return Optional.empty();
    }
    List<SearchRange> ranges = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String at = path + "[" + i + "]";
      if (list.get(i) instanceof ConfigObject object) {
        range(at, object).ifPresent(ranges::add);
      } else {
        complaint.of(at, list.get(i), "expected a key with its values, " + EXAMPLE);
      }
    }
    return Optional.of(ranges);
  }

  private Optional<SearchRange> range(String at, ConfigObject object) {
    LayerOptions options = new LayerOptions(at, object, complaint);
    String key = options.word("key");
    if (!isTunable(key) || !keys.add(key)) {
      complaint.of(
          at,
          object,
          "expected key to be one of train or model, each once, and none of "
              + String.join(", ", FIXED.stream().sorted().toList()));
      return Optional.empty();
    }
    List<String> values = options.words("values");
    SearchRange range =
        values.isEmpty() ? interval(at, object, key, options) : new Choice(key, values);
    if (values.size() == 1) {
      complaint.of(at, object, "expected two values or more");
    }
    effective.add(options.finish());
    return Optional.of(range);
  }

  private Interval interval(String at, ConfigObject object, String key, LayerOptions options) {
    double from = options.number("from", Double::isFinite, "at which the values begin", 1);
    double to = options.number("to", x -> x > from, "above from", from + 1);
    Spread scale = options.constant("scale", Spread.LINEAR);
    if (scale == Spread.LOG && from <= 0) {
      complaint.of(at, object, "expected from above 0 with scale = log");
    }
    return new Interval(key, from, to, scale, options.flag("whole", false));
  }

  private boolean isTunable(String key) {
    return known.test(key)
        && (key.startsWith("train.") || key.startsWith("model."))
        && !key.startsWith("train.checkpoint.")
        && !FIXED.contains(key);
  }

  /** The ranges that were read, with every option. */
  List<Object> effective() {
    return effective;
  }
}
