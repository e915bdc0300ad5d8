package io.catwalk.pipeline.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.catwalk.models.blocks.Block;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * What stands between the braces of one layer of {@code model.layers}. A mistake is noted with its
 * place, and what was expected stands in for it.
 */
final class LayerOptions {

  /** Hears of a value that is wrong. */
  interface Complaint {
    void of(String key, ConfigValue value, String expected);
  }

  private final String path;
  private final ConfigObject given;
  private final Complaint complaint;
  private final Map<String, Object> effective = new LinkedHashMap<>();

  /**
   * @param path of the layer, for messages: {@code model.layers[2].conv}
   */
  LayerOptions(String path, ConfigObject given, Complaint complaint) {
    this.path = path;
    this.given = given;
    this.complaint = complaint;
  }

  /** One that must be given. */
  int integer(String key, int least, int most) {
    if (!given.containsKey(key)) {
      complaint.of(path, given, "expected " + key + ", " + range(least, most));
    }
    return integer(key, least, most, least);
  }

  int integer(String key, int least, int most, int usual) {
    BigDecimal number = decimal(key);
    boolean right =
        number != null
            && number.stripTrailingZeros().scale() <= 0
            && number.compareTo(BigDecimal.valueOf(least)) >= 0
            && number.compareTo(BigDecimal.valueOf(most)) <= 0;
    return note(key, right, "expected " + range(least, most), right ? number.intValue() : usual);
  }

  /** Layers that make maps of maps: at least one must be given. Empty where none was read. */
  List<Block> layersOfMaps(String key) {
    LayerReader reader = LayerReader.ofMaps(path + "." + key, complaint);
    ConfigValue value = given.getOrDefault(key, given);
    boolean isList = value instanceof ConfigList list && !list.isEmpty();
    if (!isList) {
      String place = given.containsKey(key) ? path + "." + key : path;
      complaint.of(place, value, "expected " + key + ", a list of at least one layer");
    }
    List<Block> layers = isList ? reader.read(value).orElse(List.of()) : List.of();
    effective.put(key, reader.effective());
    return layers;
  }

  /** Says what is wrong with an option beside the others. */
  void complain(String key, String expected) {
    complaint.of(path + "." + key, given.getOrDefault(key, given), expected);
  }

  /** One that must be given. */
  double number(String key, DoublePredicate allowed, String range, double standIn) {
    if (!given.containsKey(key)) {
      complaint.of(path, given, "expected " + key + ", a number " + range);
    }
    BigDecimal number = decimal(key);
    boolean right = number != null && allowed.test(number.doubleValue());
    return note(key, right, "expected a number " + range, right ? number.doubleValue() : standIn);
  }

  boolean flag(String key, boolean usual) {
    String text = text(key);
    boolean right = "true".equals(text) || "false".equals(text);
    return note(key, right, "expected true or false", right ? Boolean.parseBoolean(text) : usual);
  }

  /** In small letters; empty where it is not given or no scalar. */
  String word(String key) {
    String word = Optional.ofNullable(text(key)).orElse("");
    effective.put(key, word);
    return word;
  }

  /** The scalars of a list, which may be missing. */
  List<String> words(String key) {
    if (!given.containsKey(key)) {
      return List.of();
    }
    boolean right =
        given.get(key) instanceof ConfigList list
            && list.stream().allMatch(item -> isScalar(item) && !Origins.text(item).isBlank());
    List<String> words =
        right ? ((ConfigList) given.get(key)).stream().map(Origins::text).toList() : List.of("");
    return note(key, right, "expected a list of values", words);
  }

  /** The constant whose name the value is, in small letters and with hyphens. */
  <E extends Enum<E>> E constant(String key, E usual) {
    List<E> all = Arrays.asList(usual.getDeclaringClass().getEnumConstants());
    String text = text(key);
    E found = all.stream().filter(one -> word(one).equals(text)).findFirst().orElse(null);
    String expected =
        "expected one of " + String.join(", ", all.stream().map(LayerOptions::word).toList());
    if (given.containsKey(key) && found == null) {
      complaint.of(path + "." + key, given.get(key), expected);
    }
    E chosen = found == null ? usual : found;
    effective.put(key, word(chosen));
    return chosen;
  }

  /** Complains of what nobody has asked for, and gives all options with their values. */
  Map<String, Object> finish() {
    given.forEach(
        (key, value) -> {
          if (!effective.containsKey(key)) {
            complaint.of(
                path + "." + key,
                value,
                effective.isEmpty()
                    ? "unknown option; it has none"
                    : "unknown option; known are " + String.join(", ", effective.keySet()));
          }
        });
    return effective;
  }

  private <T> T note(String key, boolean right, String expected, T value) {
    if (given.containsKey(key) && !right) {
      complaint.of(path + "." + key, given.get(key), expected);
    }
    effective.put(key, value);
    return value;
  }

  /** Null where it is not given or no scalar. */
  private String text(String key) {
    ConfigValue value = given.getOrDefault(key, ConfigValueFactory.fromAnyRef(null));
    return isScalar(value) ? Origins.text(value).toLowerCase(Locale.ROOT) : null;
  }

  private static boolean isScalar(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING
        || value.valueType() == ConfigValueType.NUMBER
        || value.valueType() == ConfigValueType.BOOLEAN;
  }

  private BigDecimal decimal(String key) {
    try {
      String text = text(key);
      return text == null ? null : new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String range(int least, int most) {
    return "a whole number from " + least + " to " + most;
  }
}
