package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.dataset.Example;
import java.io.Serializable;
import java.util.Set;
import org.apache.spark.api.java.function.Function;

/**
 * Lets chosen examples through.
 *
 * @param keys as {@link #key}
 */
record AmongKeys(Set<String> keys) implements Function<Example, Boolean>, Serializable {

  /**
   * What tells an example from all others: its file's digest, and its path where that has twins.
   */
  static String key(String sha256, String path) {
    return sha256 + ' ' + path;
  }

  @Override
  public Boolean call(Example example) {
    return keys.contains(key(example.sha256(), example.path()));
  }
}
