package io.catwalk.pipeline.config;

import io.catwalk.pipeline.Secrets;

/**
 * One value that the command line gives.
 *
 * @param shown as the user wrote it, for messages: {@code --set train.epochs=0}
 * @param key full path of the key; empty when the user wrote no {@code KEY=VALUE}
 * @param value its text
 */
public record ConfigOverride(String shown, String key, String value) {

  /**
   * From {@code --set KEY=VALUE}. Text of another form is kept: the loader reports it with all
   * other mistakes.
   */
  public static ConfigOverride assignment(String option, String text) {
    int equals = text.indexOf('=');
    return equals < 1
        ? new ConfigOverride(option + " " + Secrets.in(text), "", "")
        : of(option + " ", text.substring(0, equals), text.substring(equals + 1));
  }

  /** From an option that stands for one key, such as {@code --master URL}. */
  public static ConfigOverride option(String option, String key, String value) {
    return new ConfigOverride(option + " " + Secrets.shown(key, value), key, value);
  }

  /**
   * @param option that stands before the key, as {@code --set } or {@code -D}
   */
  static ConfigOverride of(String option, String key, String value) {
    String name = key.strip();
    return new ConfigOverride(option + key + "=" + Secrets.shown(name, value), name, value.strip());
  }

  boolean wellFormed() {
    return !key.isEmpty();
  }
}
