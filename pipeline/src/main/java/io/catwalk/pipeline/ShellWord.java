package io.catwalk.pipeline;

import java.util.regex.Pattern;

/** Text that is printed for people to paste into a shell. */
public final class ShellWord {

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");

  private ShellWord() {}

  /** As a shell reads it as one word: in quotes where it must be. */
  public static String of(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
