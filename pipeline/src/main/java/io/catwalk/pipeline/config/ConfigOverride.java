package io.catwalk.pipeline.config;

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
    String shown = option + " " + text;
    return equals < 1
        ? new ConfigOverride(shown, "", "")
        : new ConfigOverride(
            shown, text.substring(0, equals).strip(), text.substring(equals + 1).strip());
  }

  /** From an option that stands for one key, such as {@code --master URL}. */
  public static ConfigOverride option(String option, String key, String value) {
    return new ConfigOverride(option + " " + value, key, value);
  }

  boolean wellFormed() {
    return !key.isEmpty();
  }
}
