package io.catwalk.pipeline.report;

import java.net.URI;
import java.util.Objects;

/** Links between pages that may be moved or copied together. */
final class Links {

  private Links() {}

  /**
   * @param from URI of the page that links
   * @param to URI of what is linked to
   * @return relative where both lie on the same file system, else {@code to}
   */
  static String relative(String from, String to) {
    URI page = URI.create(from);
    URI target = URI.create(to);
    if (!Objects.equals(page.getScheme(), target.getScheme())
        || !Objects.equals(page.getAuthority(), target.getAuthority())) {
      return to;
    }
    String[] here = page.getRawPath().split("/");
    String[] there = target.getRawPath().split("/");
    int common = 0;
    while (common < here.length - 1
        && common < there.length - 1
        && here[common].equals(there[common])) {
      common++;
    }
    StringBuilder link = new StringBuilder("../".repeat(here.length - 1 - common));
    for (int i = common; i < there.length; i++) {
      link.append(there[i]).append(i < there.length - 1 ? "/" : "");
    }
    // A name with a colon would be taken for a scheme.
    return link.indexOf(".") == 0 ? link.toString() : "./" + link;
  }
}
