package io.catwalk.pipeline.model;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Networks that come with Catwalk, trained before, from which others start ({@code model.from =
 * "published:photos-64"}). Each is a {@code model.zip} among the resources of this package.
 */
public final class PublishedModels {

  /** Before their names where models are named. */
  public static final String PREFIX = "published:";

  /** {@code catwalk-small}, from 1,265 photos of cats and dogs, 64×64 in colour. */
  public static final String PHOTOS = PREFIX + "photos-64";

  private static final List<String> NAMES = List.of(PHOTOS);

  private PublishedModels() {}

  /**
   * The file of one.
   *
   * @param name prefix included
   * @throws CatwalkException (usage) when there is none of that name
   */
  public static byte[] read(String name) {
    if (!NAMES.contains(name)) {
      throw CatwalkException.usage(
          "model.from = "
              + name
              + ": Catwalk comes with no such network; expected one of "
              + String.join(", ", NAMES));
    }
    String file = name.substring(PREFIX.length()) + ".zip";
    try (InputStream in = PublishedModels.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw CatwalkException.cluster("Cannot read " + name + " from the jar: " + e.getMessage(), e);
    }
  }
}
