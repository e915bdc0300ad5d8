package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.ingest.SourceListing.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads class and split from the names of image files: the folder that the file lies in, or what
 * stands before the first dot. The split is the nearest folder above that names one.
 *
 * @param format FOLDERS or KAGGLE
 * @param configured the classes that are expected, in label order; empty takes what there is,
 *     sorted
 * @param source as configured, for messages
 */
record NamedImages(SourceFormat format, List<String> configured, String source) {

  private record Named(Located located, String className, Split split) {}

  LabelledImages label(List<Located> images) {
    List<Named> named = new ArrayList<>();
    TreeSet<String> found = new TreeSet<>();
    for (Located located : images) {
      Named image = name(located);
      named.add(image);
      found.add(image.className);
    }
    List<String> classes = configured.isEmpty() ? List.copyOf(found) : configured;
    requireClasses(found, classes);
    List<SourceImage> labelled = new ArrayList<>();
    for (Named image : named) {
      int label = classes.indexOf(image.className);
      labelled.add(
          new SourceImage(image.located.container(), image.located.entry(), label, image.split));
    }
    return new LabelledImages(labelled, classes, format);
  }

  private Named name(Located located) {
    String path = located.entry().path();
    String[] parts = path.split("/");
    int folders = parts.length - 1;
    if (format == SourceFormat.KAGGLE) {
      Optional<String> name = ImageNames.kaggleClass(parts[folders]);
      return new Named(located, name.orElseThrow(() -> unlabelled(path)), split(parts, folders));
    }
    int at = classFolder(parts, folders);
    if (at < 0) {
      throw configured.isEmpty() || folders == 0
          ? unlabelled(path)
          : unknown(parts[folders - 1], path);
    }
    return new Named(located, parts[at], split(parts, at));
  }

  /** The nearest folder; where classes are configured, the nearest that is one. */
  private int classFolder(String[] parts, int folders) {
    for (int i = folders - 1; i >= 0; i--) {
      boolean isClass =
          configured.isEmpty()
              ? !(i == 0 && ImageNames.split(parts[i]).isPresent())
              : configured.contains(parts[i]);
      if (isClass) {
        return i;
      }
      if (configured.isEmpty()) {
        return -1;
      }
    }
    return -1;
  }

  private static Split split(String[] parts, int below) {
    for (int i = below - 1; i >= 0; i--) {
      Optional<Split> split = ImageNames.split(parts[i]);
      if (split.isPresent()) {
        return split.get();
      }
    }
    return null;
  }

  private void requireClasses(TreeSet<String> found, List<String> classes) {
    for (String name : found) {
      if (!classes.contains(name)) {
        throw unknown(name, "");
      }
    }
    for (String name : classes) {
      if (!found.contains(name)) {
        throw CatwalkException.data(
            String.format(
                Locale.ROOT,
                "%s holds no image of class '%s', which data.classes names; it holds: %s",
                source,
                name,
                String.join(", ", found)));
      }
    }
    if (classes.size() < 2) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s holds images of one class only, '%s'; at least two are needed to tell apart",
              source,
              classes.get(0)));
    }
  }

  private CatwalkException unlabelled(String path) {
    String expected =
        format == SourceFormat.KAGGLE
            ? "a name like cat.12.jpg (data.format = kaggle)"
            : "a folder a class, like cat/12.jpg (data.format = folders)";
    return CatwalkException.data(
        String.format(
            Locale.ROOT, "%s: the image %s says no class, expected %s", source, path, expected));
  }

  private CatwalkException unknown(String name, String path) {
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "%s holds class '%s'%s, which data.classes does not name; it names: %s",
            source,
            name,
            path.isEmpty() ? "" : " (" + path + ")",
            String.join(", ", configured)));
  }
}
