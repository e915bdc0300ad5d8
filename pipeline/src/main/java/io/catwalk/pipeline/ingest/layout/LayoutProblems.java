package io.catwalk.pipeline.ingest.layout;

import io.catwalk.pipeline.CatwalkException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says what cannot be read from a source's paths, and what was read in one of several ways.
 *
 * @param source as configured
 */
record LayoutProblems(String source) {

  private static final int SHOWN = 6;

  CatwalkException withoutClass(Optional<Span> span, List<Span> all) {
    String path = span.map(s -> s.image().path()).orElse("");
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "%s: the image %s says no class, expected a folder a class, like cat/12.jpg (data.format = folders), or names like"
                + " cat.12.jpg for all (data.format = kaggle); %s; data.classes names folders that are classes all the same",
            source,
            path,
            seen(all)));
  }

  CatwalkException withoutName(Optional<ImagePath> image, List<Span> all) {
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "%s: the image %s says no class, expected a name like cat.12.jpg (data.format = kaggle); %s",
            source,
            image.map(ImagePath::path).orElse(""),
            seen(all)));
  }

  CatwalkException unknown(ImagePath image, List<String> configured) {
    int last = image.folders().size() - 1;
    if (last < 0) {
      return CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s: the image %s says no class, expected a folder a class, like %s/12.jpg",
              source,
              image.path(),
              configured.get(0)));
    }
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "%s holds class '%s' (%s), which data.classes does not name; it names: %s",
            source,
            image.folders().get(last),
            image.path(),
            String.join(", ", configured)));
  }

  CatwalkException twoReadings(
      String oneWay,
      Collection<String> one,
      String oneFormat,
      String otherWay,
      Collection<String> other,
      String otherFormat) {
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "%s can be read in two ways: the classes are %s, %s (data.format = %s), or %s, %s (data.format = %s); set data.format to"
                + " one of both",
            source,
            oneWay,
            some(one),
            oneFormat,
            otherWay,
            some(other),
            otherFormat));
  }

  CatwalkException besideSplits(Span span, Collection<String> classes) {
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "%s: the image %s lies beside the folders of the splits, and %s/ is no class within them: either it is one more"
                + " class (name all in data.classes) or no class (leave it out of data.source); classes would be %s",
            source,
            span.image().path(),
            span.outer(),
            some(classes)));
  }

  static String namesDoNotCount(Collection<String> names) {
    return "the file names look like classes too ("
        + some(names)
        + "), the folders count; data.format = kaggle takes the names";
  }

  static String foldersWithin(Collection<String> folders) {
    return "folders within a class's folder make no class of their own ("
        + some(folders)
        + "); data.format = inner-folders makes them classes";
  }

  /** Which folders hold how many images. */
  private static String seen(List<Span> all) {
    Map<String, Long> folders = new TreeMap<>();
    for (Span span : all) {
      List<String> above = span.image().folders();
      String name = above.isEmpty() ? "none" : String.join("/", above) + "/";
      folders.merge(name, span.image().images(), Long::sum);
    }
    TreeSet<String> words = new TreeSet<>();
    folders.forEach((name, count) -> words.add(String.format(Locale.ROOT, "%s %,d", name, count)));
    return "images by folder: " + some(words);
  }

  private static String some(Collection<String> names) {
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    int more = names.size() - SHOWN;
    return more > 0 ? String.format(Locale.ROOT, "%s and %,d more", shown, more) : shown;
  }
}
