package io.catwalk.pipeline.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The keys that {@code reference.conf} documents, with their defaults. */
final class KnownKeys {

  /** Below it any key may stand: Spark's own. */
  static final String SPARK = "cluster.spark";

  private final SortedMap<String, ConfigValue> defaults = new TreeMap<>();
  private final SortedSet<String> sections = new TreeSet<>();

  KnownKeys(ConfigObject reference) {
    collect("", reference);
  }

  private void collect(String prefix, ConfigObject object) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String path = child(prefix, entry.getKey());
      if (entry.getValue() instanceof ConfigObject section) {
        sections.add(path);
        collect(path, section);
      } else {
        defaults.put(path, entry.getValue());
      }
    }
  }

  /** The full path of a key inside a section; a key that holds dots is quoted. */
  static String child(String section, String key) {
    String quoted = ConfigUtil.joinPath(key);
    return section.isEmpty() ? quoted : section + "." + quoted;
  }

  SortedMap<String, ConfigValue> defaults() {
    return Collections.unmodifiableSortedMap(defaults);
  }

  boolean contains(String path) {
    return defaults.containsKey(path);
  }

  boolean isList(String path) {
    return contains(path) && defaults.get(path).valueType() == ConfigValueType.LIST;
  }

  boolean isSection(String path) {
    return sections.contains(path);
  }

  /** What to say of a path that is no key. */
  String objection(String path) {
    if (isSection(path)) {
      return "a section, not a value; its keys are "
          + String.join(", ", defaults.tailMap(path + ".").headMap(path + "/").keySet());
    }
    return nearest(path)
        .map(key -> "unknown key; did you mean " + key + "?")
        .orElse("unknown key; catwalk config prints all keys");
  }

  /** The key that the user most likely meant; empty when none is near. */
  private Optional<String> nearest(String path) {
    return defaults.keySet().stream()
        .min(Comparator.comparingInt(key -> distance(path, key)))
        .filter(key -> distance(path, key) <= Math.max(2, lastOf(path).length() / 3));
  }

  /** Edits from one to the other; a right name in a wrong section counts as one. */
  private static int distance(String path, String key) {
    LevenshteinDistance edits = LevenshteinDistance.getDefaultInstance();
    return Math.min(
        edits.apply(plain(path), plain(key)),
        1 + edits.apply(plain(lastOf(path)), plain(lastOf(key))));
  }

  private static String lastOf(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** learningRate, learning_rate and learning-rate are one word. */
  private static String plain(String path) {
    return path.replaceAll("[-_\"]", "").toLowerCase(Locale.ROOT);
  }
}
