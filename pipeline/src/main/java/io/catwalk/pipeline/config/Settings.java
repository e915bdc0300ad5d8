package io.catwalk.pipeline.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.catwalk.models.blocks.Block;
import io.catwalk.pipeline.Secrets;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads typed values. A value that is not allowed is noted as a mistake, and the default stands in
 * for it.
 */
final class Settings {

  private static final Map<String, Boolean> FLAGS =
      Map.of("true", true, "yes", true, "on", true, "false", false, "no", false, "off", false);

  private final Map<String, ConfigValue> values;
  private final Map<String, ConfigValue> defaults;
  private final SortedMap<String, ConfigValue> spark;
  private final Mistakes mistakes;
  private final SortedMap<String, Object> effective = new TreeMap<>();
  private final Set<String> wrong = new HashSet<>();

  Settings(
      Map<String, ConfigValue> values,
      Map<String, ConfigValue> defaults,
      SortedMap<String, ConfigValue> spark,
      Mistakes mistakes) {
    this.values = values;
    this.defaults = defaults;
    this.spark = spark;
    this.mistakes = mistakes;
  }

  /** A text that passes the test. */
  String text(String key, Predicate<String> allowed, String expected) {
    return read(key, value -> scalar(value).filter(allowed), expected);
  }

  /** One of these, whatever its case. */
  String oneOf(String key, Collection<String> allowed) {
    return read(
        key,
        value ->
            scalar(value).flatMap(t -> allowed.stream().filter(t::equalsIgnoreCase).findFirst()),
        "expected " + either(allowed));
  }

  /** The constant whose name the value is, in lower case and with hyphens. */
  <E extends Enum<E>> E constant(String key, Class<E> type) {
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    return Enum.valueOf(type, oneOf(key, names).toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  int integer(String key, int least, int most) {
    return (int)
        whole(
            key,
            n -> n >= least && n <= most,
            "expected a whole number from " + least + " to " + most);
  }

  long whole(String key, LongPredicate allowed, String expected) {
    return this.<Long>read(
        key,
        value ->
            decimal(value)
                .filter(Settings::isLong)
                .map(BigDecimal::longValueExact)
                .filter(allowed::test),
        expected);
  }

  double number(String key, DoublePredicate allowed, String range) {
    return read(
        key,
        value -> decimal(value).map(BigDecimal::doubleValue).filter(allowed::test),
        "expected a number " + range);
  }

  /** true or false; HOCON's yes, no, on and off as well. */
  boolean flag(String key) {
    return read(
        key,
        value ->
            scalar(value)
                .map(text -> text.toLowerCase(Locale.ROOT))
                .flatMap(text -> Optional.ofNullable(FLAGS.get(text))),
        "expected true or false");
  }

  List<String> texts(String key, Predicate<List<String>> allowed, String expected) {
    return read(key, value -> list(value).filter(allowed), expected);
  }

  /**
   * A network's layers, of which every option becomes part of the effective configuration. A layer
   * that is wrong is left out.
   */
  List<Block> layers(String key) {
    LayerReader reader = new LayerReader(key, complaint(key));
    Optional<List<Block>> read = reader.read(values.get(key));
    if (read.isEmpty()) {
      fail(key, values.get(key), "expected a list of layers, or [] for a network by its name");
    }
    effective.put(key, reader.effective());
    return read.orElse(List.of());
  }

  /** Keys with the values to try. What is wrong is left out. */
  List<SearchRange> space(String key) {
    SpaceReader reader = new SpaceReader(key, defaults::containsKey, complaint(key));
    Optional<List<SearchRange>> read = reader.read(values.get(key));
    if (read.isEmpty()) {
      fail(key, values.get(key), "expected a list of keys with their values, or [] for the usual");
    }
    effective.put(key, reader.effective());
    return read.orElse(List.of());
  }

  private LayerOptions.Complaint complaint(String key) {
    return (at, value, expected) -> fail(key, at, value, expected);
  }

  /** Whether the user gave a key a value, be it the default's. */
  boolean isSet(String key) {
    return values.get(key) != defaults.get(key);
  }

  /** Takes a value for a key that the user did not set. */
  String assume(String key, String value) {
    effective.put(key, value);
    return value;
  }

  /** Notes that one item of a list, right by itself, does not go with the others. */
  void reject(String key, int item, String expected) {
    ConfigValue value = ((ConfigList) values.get(key)).get(item);
    fail(key, key + "[" + item + "]", value, expected);
  }

  /** Spark's settings by their full names. */
  Map<String, String> spark() {
    Map<String, String> texts = new TreeMap<>();
    spark.forEach(
        (name, value) -> {
          String key = KnownKeys.child(KnownKeys.SPARK, name.substring("spark.".length()));
          Optional<String> text = scalar(value);
          if (text.isEmpty()) {
            fail(key, value, "expected the text of Spark's setting " + name);
          } else if (name.equals("spark.master")) {
            fail(key, value, "set cluster.master (or --master) instead");
          } else {
            texts.put(name, text.get());
            effective.put(key, text.get());
          }
        });
    return texts;
  }

  /** Whether none of these keys has been found wrong. */
  boolean sound(String... keys) {
    return Arrays.stream(keys).noneMatch(wrong::contains);
  }

  /** Notes that the value of a key, right by itself, does not go with the others. */
  void reject(String key, String expected) {
    fail(key, values.get(key), expected);
  }

  /**
   * Of these keys the one that the user set, on the command line before in a file; else the first.
   */
  String blamed(String... keys) {
    return Arrays.stream(keys)
        .filter(key -> values.get(key) != defaults.get(key))
        .max(Comparator.comparing(key -> Origins.isOption(values.get(key).origin())))
        .orElse(keys[0]);
  }

  /** All that was read but secrets, as HOCON, sorted by key. */
  String render() {
    SortedMap<String, Object> shown = new TreeMap<>(effective);
    shown.replaceAll(Secrets::shown);
    return ConfigFactory.parseMap(shown)
        .root()
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }

  private interface Reading<T> {
    Optional<T> of(ConfigValue value);
  }

  private <T> T read(String key, Reading<T> reading, String expected) {
    Optional<T> read = reading.of(values.get(key));
    if (read.isEmpty()) {
      fail(key, values.get(key), expected);
    }
    T result =
        read.or(() -> reading.of(defaults.get(key)))
            .orElseThrow(
                () -> new IllegalStateException("reference.conf has a bad default of " + key));
    effective.put(key, result instanceof Double d && d == Math.rint(d) ? d.longValue() : result);
    return result;
  }

  private void fail(String key, ConfigValue value, String expected) {
    fail(key, key, value, expected);
  }

  /**
   * @param at the place below the key
   */
  private void fail(String key, String at, ConfigValue value, String expected) {
    wrong.add(key);
    String where = at.equals(key) ? Origins.describe(key, value) : Origins.describeItem(at, value);
    mistakes.add(value.origin(), where + ": " + expected);
  }

  private static Optional<String> scalar(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> Optional.of(Origins.text(value));
      default -> Optional.empty();
    };
  }

  private static Optional<List<String>> list(ConfigValue value) {
    if (!(value instanceof ConfigList list)
        || list.stream().anyMatch(item -> scalar(item).isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(list.stream().map(Origins::text).collect(Collectors.toList()));
  }

  private static Optional<BigDecimal> decimal(ConfigValue value) {
    if (value.valueType() != ConfigValueType.NUMBER
        && value.valueType() != ConfigValueType.STRING) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(Origins.text(value)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isLong(BigDecimal number) {
    try {
      return number.longValueExact() == number.longValue();
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /** {@code a, b or c}. */
  private static String either(Collection<String> words) {
    List<String> all = List.copyOf(words);
    return all.size() < 2
        ? String.join("", all)
        : String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.get(all.size() - 1);
  }
}
