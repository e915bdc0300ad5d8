package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import java.util.Locale;

/** Classes that people can tell from one another in whatever shows them. */
public final class ClassNames {

  private ClassNames() {}

  /**
   * @param source as configured, for the message
   * @throws CatwalkException (data) when a class has a name that nobody sees
   */
  public static void requireVisible(LabelledImages images, String source) {
    for (int label = 0; label < images.classes().size(); label++) {
      String name = images.classes().get(label);
      if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
        throw CatwalkException.data(
            String.format(
                Locale.ROOT,
                "%s: class '%s', of %s, has a name of spaces or control characters; rename its folder",
                source,
                name.replaceAll("\\p{Cntrl}", "?"),
                first(images, label)));
      }
    }
  }

  private static String first(LabelledImages images, int label) {
    return images.images().stream()
        .filter(image -> image.label() == label)
        .map(SourceImage::path)
        .findFirst()
        .orElse("no image");
  }
}
