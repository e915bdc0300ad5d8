package io.catwalk.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps passwords, tokens and keys out of what is stored, printed, logged and shown. A setting is a
 * secret by its name; and any text may hold what is one by its form.
 */
public final class Secrets {

  /** Stands for a secret. */
  public static final String HIDDEN = "(hidden)";

  /** What names of secrets contain; who provides secrets is none. */
  private static final String WORDS =
      "(?:secret|passwor[dt]|passwd|passphrase|token|bearer|credential|webhook|sas[._-]?key|azure[._-]sas[._-]"
          + "|(?:access|account|api|private|encryption|shared|signing)[._-]?keys?(?![a-z])"
          + "|(?<![a-z])creds?(?![a-z])|pwd(?![a-z])"
          // no bypass and no compass
          + "|(?<!by|com|sur|over|under|one|two|multi|single)pass(?![a-z]))(?![\\w.-]*provider)";

  private static final String USER_INFO = "[A-Za-z][A-Za-z0-9+.-]*://[^/?#\\s\"'@]+@";

  /** What is a secret wherever it stands. */
  private static final String FORMS =
      "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b" // the id of an access key of AWS
          + "|\\beyJ[\\w-]{8,}\\.[\\w-]{8,}(?:\\.[\\w-]*)?" // a JSON web token
          + "|\\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|hf_|npm_|AIza|[rs]k_(?:live|test)_)[\\w-]{16,}"
          + "|(?<![\\w-])sk-[\\w-]{20,}"
          + "|-----BEGIN [A-Z ]*PRIVATE KEY-----[^\"']*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=[\"'])|$)"
          + "|https://hooks\\.slack\\.com/[^\\s\"']+";

  /**
   * By this regular expression Spark hides settings in its pages and event logs: it is looked for
   * in names and in values, such as a command line that sets one of them.
   */
  public static final String SETTINGS =
      "(?i:" + WORDS + "|authorization|\\bbearer )|[?&]sig=|" + USER_INFO + "|" + FORMS;

  /** By this one Spark hides parts of a query's plan. */
  public static final String TEXTS =
      "(?<=://)[^/?#\\s\"'@]+(?=@)|(?<=[?&]sig=)[^&#\\s\"']+|" + FORMS;

  private static final String SCHEMES =
      "basic|bearer|digest|negotiate|ntlm|token|apikey|hmac|sharedkey|sharedkeylite|aws4-hmac-sha256";

  private static final String VALUE = "(?!\\(hidden\\))[^\\s\"',;&)\\]}]+";

  private static final Pattern NAME = Pattern.compile("(?i)" + WORDS);

  /** Options whose names end in what is a secret there, and need be none as a setting. */
  private static final String SHORT_WORDS = "--(?:[\\w.]+-)*(?i:key|auth|pw|pin|otp|sig|signature)";

  /** Programs that take a password as {@code -p}, which is a port or a folder for others. */
  private static final String WITH_P = "(?:sshpass|mysql\\w*|mariadb[\\w-]*|mongo\\w*)";

  /** Each finds a secret in its last group; what stands before it stays. */
  private static final List<Pattern> PLACES =
      List.of(
          Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)([^/?#\\s\"']+)(?=@)"),
          // https://me:abc/d@host, where what follows the colon is no port
          Pattern.compile("(://)([^/?#\\s\"'@:]+:(?!\\d*(?:[/?#]|$))[^\\s\"'@]+)(?=@)"),
          Pattern.compile(
              "([?&#][^=&#\\s\"']*(?i:secret|password|token|key|sig|signature|credential|auth|code)[^=&#\\s\"']*=)([^&#\\s\"']+)"),
          // Digest username="me", response="abc"
          Pattern.compile(
              "(\\b(?i:digest|credential)\\s+)(\\w+=\"[^\"]*\"(?:,\\s*\\w+=(?:\"[^\"]*\"|[^\\s\",]+))*)"),
          // Authorization: Bearer abc, also as JSON or as an item of a list
          Pattern.compile(
              "((?i:authorization)[\"']?\\s*[:=]\\s*[\"']?(?:(?i:"
                  + SCHEMES
                  + ")\\s+)?+)("
                  + VALUE
                  + "(?:,\\s*\\w+=[^\\s\"',]+)*)"),
          Pattern.compile("(\\b(?i:bearer)\\s+)(" + "(?!\\(hidden\\))[\\w.~+/=-]{6,}" + ")"),
          Pattern.compile("(\\bBasic\\s+)((?=[A-Za-z]*[0-9A-Z=])[A-Za-z0-9+/]{8,}={0,2})"),
          Pattern.compile(
              "((?i:\\bx-[\\w-]*(?:key|token|secret|auth)[\\w-]*)\\s*:\\s*)("
                  + "(?!\\(hidden\\))[^\\s\"']+"
                  + ")"),
          Pattern.compile("((?i:cookie)\\s*:[ \\t]*+)(" + "(?!\\(hidden\\))[^\"'\\r\\n]+" + ")"),
          // {"auth": "abc"} of a container registry
          Pattern.compile(
              "([\"']auth\\\\?[\"']\\s*:\\s*\\\\?[\"'])(" + "(?!\\(hidden\\))[^\"'\\\\]+" + ")"),
          // -Dx.trustStorePassword=abc, DB_PASSWORD=abc, AccountKey=abc, "password" : "abc"
          named("[\"']?[ \\t]*=[ \\t]*\\\\?[\"']?", VALUE),
          named("\\\\?[\"']\\s*:\\s*\\\\?[\"']", "(?!\\(hidden\\))[^\"']+"),
          // password: abc1 of YAML, without hiding the sentence behind a colon
          named(":\\s+", "(?=[^\\s\"',;]*\\d)" + VALUE),
          // --password abc, also as two items of a list
          Pattern.compile(
              "(--?[\\w.-]*(?i:" + WORDS + ")[\\w.-]*[\"']?[\\s,]+[\"']?)(?!-)(" + VALUE + ")"),
          // --key=abc, --key abc, "--key", "abc"
          Pattern.compile(
              "(" + SHORT_WORDS + "(?:=|\\s+|[\"']\\s*,\\s*[\"']))(?!-)(" + VALUE + ")"),
          Pattern.compile("(\\b" + WITH_P + "\\s(?:[^|;&\\n]*\\s)?-p\\s*)(" + VALUE + ")"),
          Pattern.compile(
              "((?<![\\w-])(?:-u|--user|--proxy-user)[\"']?[\\s,=]*[\"']?)([^\\s\"',:]+:[^\\s\"',]+)"));

  private static final Pattern FORM = Pattern.compile(FORMS, Pattern.DOTALL);

  /** An option whose value is the next item of a command. */
  private static final Pattern OPTION =
      Pattern.compile(
          "--?[\\w.-]*(?i:" + WORDS + ")[\\w.-]*|-u|--user|--proxy-user|-p|" + SHORT_WORDS);

  private static final Pattern PROGRAM_WITH_P = Pattern.compile("(?:.*/)?" + WITH_P);

  private Secrets() {}

  private static Pattern named(String between, String value) {
    return Pattern.compile("((?i:" + WORDS + ")[\\w.-]*" + between + ")(" + value + ")");
  }

  /** Whether a setting of this name holds a secret. */
  public static boolean named(String setting) {
    return NAME.matcher(setting).find();
  }

  /** The value of a setting as it may be seen. */
  public static String shown(String setting, String value) {
    if (named(setting) && !value.equals("true") && !value.equals("false")) {
      return value.isEmpty() ? value : HIDDEN;
    }
    return in(value);
  }

  /** As {@link #shown(String, String)}, of a text, a list or a section with anything below. */
  public static Object shown(String setting, Object value) {
    if (value instanceof String text) {
      return shown(setting, text);
    }
    if (value instanceof List<?> list) {
      return items(setting, list);
    }
    if (value instanceof Map<?, ?> section) {
      Map<String, Object> shown = new LinkedHashMap<>();
      section.forEach((key, item) -> shown.put(key.toString(), shown(setting + "." + key, item)));
      return shown;
    }
    return value instanceof Number && named(setting) ? HIDDEN : value;
  }

  private static List<Object> items(String setting, List<?> list) {
    List<Object> shown = new ArrayList<>();
    boolean secret = false;
    boolean attached =
        !list.isEmpty()
            && list.get(0) instanceof String program
            && PROGRAM_WITH_P.matcher(program).matches();
    for (Object item : list) {
      String text = item instanceof String words ? words : "";
      if (attached && text.matches("(?s)-p.+")) {
        shown.add("-p" + HIDDEN);
      } else {
        shown.add(secret && item instanceof String ? HIDDEN : shown(setting, item));
      }
      secret = OPTION.matcher(text).matches();
    }
    return shown;
  }

  /** The text without the passwords, tokens and keys in it. */
  public static String in(String text) {
    String shown = FORM.matcher(text).replaceAll(Matcher.quoteReplacement(HIDDEN));
    for (Pattern place : PLACES) {
      shown = place.matcher(shown).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
    }
    return shown;
  }
}
