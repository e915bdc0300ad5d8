package io.catwalk.pipeline.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.catwalk.pipeline.Secrets;
import java.util.regex.Pattern;

/** Says where a value was written, and how. */
final class Origins {

  private static final Pattern LINES = Pattern.compile(": \\d+(-\\d+)?$");
  private static final int LONGEST_VALUE = 100;

  private Origins() {}

  /** {@code file:line: key = value}, or the option of the command line as it was typed. */
  static String describe(String key, ConfigValue value) {
    String place = place(value.origin());
    return isOption(value.origin()) ? place : place + ": " + key + " = " + shown(key, value);
  }

  /** {@code file:line: key[2].part = value}, also of the command line, where a list is long. */
  static String describeItem(String at, ConfigValue value) {
    return place(value.origin()) + ": " + at + " = " + shown(at, value);
  }

  /** {@code file:line: what is wrong} of a text that is not HOCON, in one line. */
  static String describe(ConfigException e) {
    String message = e.getMessage().lines().findFirst().orElse("");
    if (e.origin() == null) {
      return message;
    }
    String prefix = e.origin().description() + ": ";
    String reason = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    // Typesafe Config speaks of a parenthesis here, whatever was opened.
    if (reason.contains("end of file")) {
      reason = "the text ends where a { or [ is still open";
    }
    return place(e.origin()) + ": " + reason;
  }

  /** The text of a scalar as the user wrote it; a list or section in HOCON. */
  static String text(ConfigValue value) {
    return value.valueType() == ConfigValueType.LIST || value.valueType() == ConfigValueType.OBJECT
        ? value.render(ConfigRenderOptions.concise().setJson(false))
        : String.valueOf(value.unwrapped());
  }

  /** Without secrets, of which not even the beginning may be seen. */
  private static String shown(String key, ConfigValue value) {
    Object seen = Secrets.shown(key, value.unwrapped());
    String text =
        seen instanceof String scalar ? scalar : text(ConfigValueFactory.fromAnyRef(seen));
    if (text.isEmpty()) {
      return "\"\"";
    }
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }

  private static String place(ConfigOrigin origin) {
    String description = LINES.matcher(origin.description()).replaceFirst("");
    return origin.lineNumber() < 1 || description.startsWith("-")
        ? description
        : description + ":" + origin.lineNumber();
  }

  /** Whether an option of the command line or the JVM gave the value, not a file. */
  static boolean isOption(ConfigOrigin origin) {
    return origin.lineNumber() < 1 && origin.description().startsWith("-");
  }
}
