package io.catwalk.pipeline.report;

import io.catwalk.pipeline.storage.Location;
import java.net.URI;
import java.util.Objects;

/** Links between pages that may be moved or copied together. */
public final class Links {

  private Links() {}

  /**
   * @param from the page that links, with its scheme
   * @param to what is linked to, likewise
   * @return relative where both lie on the same file system, else the URI of {@code to}
   */
  public static String relative(String from, String to) {
    URI page = new Location(from).uri();
    URI target = new Location(to).uri();
    if (!Objects.equals(page.getScheme(), target.getScheme())
        || !Objects.equals(page.getAuthority(), target.getAuthority())) {
      return target.toString();
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
