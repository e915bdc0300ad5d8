package io.catwalk.pipeline.ingest.layout;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ingest.layout.Reading.Label;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds folders that lie beside those of classes and hold files, none of which is an image. */
public final class EmptyClasses {

  private final Set<String> classes = new HashSet<>();
  private final Set<String> parents = new HashSet<>();

  /**
   * @param reading of the images
   */
  public EmptyClasses(Reading reading) {
    for (Label label : reading.labels()) {
      if (!label.folder().isEmpty()) {
        classes.add(label.folder());
        if (label.className().isPresent()) {
          parents.add(parent(label.folder()));
        }
      }
    }
  }

  /**
   * @param others gives the paths of the files that are no images, as often as it is asked
   * @param source as configured, for the message
   * @throws CatwalkException (data) when a class would vanish
   */
  public void refuse(Supplier<Stream<String>> others, String source) {
    Optional<String> found =
        others.get().flatMap(path -> empty(path).stream()).min(Comparator.naturalOrder());
    if (found.isEmpty()) {
      return;
    }
    long files = others.get().filter(path -> path.startsWith(found.get() + "/")).count();
    throw CatwalkException.data(
        String.format(
            Locale.ROOT,
            "%s: the folder %s/ lies beside those of classes and holds %,d files, none of which is an image, so that its class"
                + " would vanish; if it is no class, name the classes in data.classes",
            source,
            found.get(),
            files));
  }

  /** The folder of a class that has no image, if the file lies in one. */
  private Optional<String> empty(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      String folder = path.substring(0, slash);
      if (classes.contains(folder)) {
        return Optional.empty();
      }
      if (parents.contains(parent(folder))) {
        String name = folder.substring(folder.lastIndexOf('/') + 1);
        boolean part = ImageNames.split(name).isPresent() || ImagePath.isTestLike(name);
        return part ? Optional.empty() : Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  private static String parent(String folder) {
    int slash = folder.lastIndexOf('/');
    return slash < 0 ? "" : folder.substring(0, slash);
  }
}
