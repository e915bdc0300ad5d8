package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.entry.SourceImageList;
import io.catwalk.pipeline.ingest.layout.EmptyClasses;
import io.catwalk.pipeline.ingest.layout.Reading;
import io.catwalk.pipeline.ingest.layout.Reading.Label;
import io.catwalk.pipeline.ingest.layout.SourceLayout;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Labels images by what their containers or their paths say, and tells what is left out.
 *
 * @param config says by which format, and perhaps which classes are expected, in label order
 */
record NamedImages(DatasetConfig config) {

  /** As {@code model.classes} takes at most. */
  private static final int MOST_CLASSES = 100_000;

  LabelledImages label(SourceListing listing) {
    List<Located> images = listing.someImages(config.source());
    Reading reading = read(images);
    LeftOut leftOut = leftOut(listing, reading);
    List<String> classes = classes(reading);
    Map<String, Integer> indexes = new HashMap<>();
    classes.forEach(name -> indexes.put(name, indexes.size()));
    List<Label> labels = reading.labels();
    for (Label label : labels) {
      if (label.className().isEmpty()) {
        leftOut.add(
            "no class in " + (label.folder().isEmpty() ? "the source" : label.folder() + "/"));
      }
    }
    Iterator<SourceImage> labelled =
        IntStream.range(0, labels.size())
            .filter(i -> labels.get(i).className().isPresent())
            .mapToObj(i -> labelled(images.get(i), labels.get(i), indexes))
            .iterator();
    return new LabelledImages(
        SourceImageList.of(labelled),
        classes,
        reading.format(),
        new SourceNotices(leftOut.counts(), reading.notes()));
  }

  private static SourceImage labelled(Located image, Label label, Map<String, Integer> indexes) {
    return new SourceImage(
        image.container(),
        image.entry(),
        indexes.get(label.className().orElseThrow()),
        label.split().orElse(null));
  }

  private Reading read(List<Located> images) {
    SourceFormat format = config.format();
    ContainerLabels containers = ContainerLabels.of(images);
    containers.requireClassesOfTables(config.source());
    if (format == SourceFormat.LABELLED || format == SourceFormat.AUTO && containers.any()) {
      if (format == SourceFormat.AUTO) {
        containers.refuseOthers(config.source());
      }
      containers.requireAny(config.source());
      return new EntryLabels(config.classes()).read(images);
    }
    SourceLayout layout = new SourceLayout(format, config.source());
    Iterable<String> paths = () -> images.stream().map(Located::path).iterator();
    return config.classes().isEmpty() ? layout.read(paths) : layout.read(paths, config.classes());
  }

  /** Where nobody says which classes there are, none must vanish. */
  private LeftOut leftOut(SourceListing listing, Reading reading) {
    List<Located> others = listing.others();
    if (reading.format() != SourceFormat.LABELLED
        && config.classes().isEmpty()
        && config.split() != SplitRule.FILE) {
      new EmptyClasses(reading).refuse(() -> others.stream().map(Located::path), config.source());
    }
    return listing.leftOut();
  }

  private List<String> classes(Reading reading) {
    TreeSet<String> found =
        new TreeSet<>(
            reading.format() == SourceFormat.LABELLED
                ? EntryLabels.ORDER
                : Comparator.<String>naturalOrder());
    reading.labels().forEach(label -> label.className().ifPresent(found::add));
    if (found.size() > MOST_CLASSES) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s holds %,d different classes, such as '%s' and '%s'; more than %,d are none",
              config.source(),
              found.size(),
              found.first(),
              found.last(),
              MOST_CLASSES));
    }
    List<String> classes = config.classes().isEmpty() ? List.copyOf(found) : config.classes();
    Set<String> named = new HashSet<>(classes);
    for (String name : found) {
      if (!named.contains(name)) {
        throw CatwalkException.data(
            String.format(
                Locale.ROOT,
                "%s holds class '%s', which data.classes does not name; it names: %s",
                config.source(),
                name,
                String.join(", ", classes)));
      }
    }
    for (String name : classes) {
      if (!found.contains(name)) {
        throw CatwalkException.data(
            String.format(
                Locale.ROOT,
                "%s holds no image of class '%s', which data.classes names; it holds: %s",
                config.source(),
                name,
                String.join(", ", found)));
      }
    }
    if (classes.size() < 2) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s holds images of one class only, '%s'; at least two are needed to tell apart",
              config.source(),
              classes.get(0)));
    }
    return classes;
  }
}
