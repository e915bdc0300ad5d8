package io.catwalk.pipeline;

import java.util.regex.Pattern;

/**
 * Keeps passwords, tokens and keys out of what is stored, printed and shown. A setting is a secret
 * by its name; and any text may hold a URI with a password or a token in it.
 */
public final class Secrets {

  /** Stands for a secret. */
  public static final String HIDDEN = "(hidden)";

  /**
   * By this regular expression Spark hides settings in its pages and event logs: it is looked for
   * in names and in values, such as a command line that sets one of them.
   */
  public static final String SETTINGS =
      "(?i)secret|password|passphrase|token|access[._-]?key|account[._-]?key|api[._-]?key|credential|webhook|sas[._-]key"
          + "|://[^/?#\\s\"'@]+@";

  private static final Pattern NAME = Pattern.compile(SETTINGS);
  private static final Pattern USER_INFO =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)[^/?#\\s\"'@]+@");
  private static final Pattern QUERY =
      Pattern.compile(
          "([?&][^=&#\\s\"']*(?i:secret|password|token|key|sig|signature|credential|auth)[^=&#\\s\"']*=)[^&#\\s\"']+");

  private Secrets() {}

  /** Whether a setting of this name holds a secret; who provides secrets is none. */
  public static boolean named(String setting) {
    return NAME.matcher(setting).find() && !setting.contains("provider");
  }

  /** The value of a setting as it may be seen. */
  public static String shown(String setting, String value) {
    if (named(setting)) {
      return value.isEmpty() ? value : HIDDEN;
    }
    return in(value);
  }

  /** The text without the passwords and tokens of URIs in it. */
  public static String in(String text) {
    return QUERY
        .matcher(USER_INFO.matcher(text).replaceAll("$1" + HIDDEN + "@"))
        .replaceAll("$1" + HIDDEN);
  }
}
