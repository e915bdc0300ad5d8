package io.catwalk.pipeline;

import java.util.Locale;

/** Numbers with what they count, as sentences need them. */
public final class Counted {

  private Counted() {}

  /** {@code 1 image}, {@code 2,000 images}, {@code 3 minibatches}, {@code 4 classes}. */
  public static String of(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? noun : plural(noun));
  }

  private static String plural(String noun) {
    // The ch of a batch hisses, that of an epoch does not.
    boolean hisses = noun.endsWith("s") || (noun.endsWith("ch") && !noun.endsWith("epoch"));
    return hisses ? noun + "es" : noun + "s";
  }
}
