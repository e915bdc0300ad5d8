package io.catwalk.pipeline.config;

import com.typesafe.config.ConfigOrigin;
import io.catwalk.pipeline.CatwalkException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Every mistake of one configuration, so that a user mends them in one go. */
final class Mistakes {

  private record Mistake(int line, String text) {}

  private final List<Mistake> found = new ArrayList<>();

  void add(String text) {
    found.add(new Mistake(Integer.MAX_VALUE, text));
  }

  /** Those of a file are told in the file's order, before all others. */
  void add(ConfigOrigin origin, String text) {
    found.add(new Mistake(origin.lineNumber() < 1 ? Integer.MAX_VALUE : origin.lineNumber(), text));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * @throws CatwalkException (usage) with a line a mistake, when there is one
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw CatwalkException.usage(
          found.stream()
              .sorted(Comparator.comparingInt(Mistake::line))
              .map(Mistake::text)
              .distinct()
              .collect(Collectors.joining("\n")));
    }
  }
}
