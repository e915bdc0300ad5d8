package io.catwalk.pipeline.ingest.layout;

import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.layout.Reading.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Classes are folders: those below the source, or those that images lie in. */
final class FolderLayout {

  private final List<Span> spans;
  private final boolean inner;
  private final boolean trains;

  /**
   * @param spans folders that may name a class
   * @param inner the folder that the image lies in is its class
   */
  FolderLayout(List<Span> spans, boolean inner) {
    this.spans = List.copyOf(spans);
    this.inner = inner;
    this.trains =
        spans.stream()
            .anyMatch(s -> s.image().split().equals(Optional.of(Split.TRAIN)) && !s.isEmpty());
  }

  String className(Span span) {
    return inner ? span.inner() : span.outer();
  }

  /** Empty for an image that no folder gives a class. */
  Optional<Label> label(Span span) {
    if (span.isEmpty()) {
      return Optional.empty();
    }
    int at = inner ? span.to() - 1 : span.from();
    return Optional.of(
        new Label(Optional.of(className(span)), span.image().split(), span.image().folderPath(at)));
  }

  /**
   * Whether the image lies in a part that only tests and says no class, beside training images that
   * have one.
   */
  boolean unlabelled(Span span) {
    boolean withoutClass =
        span.image().inSplit()
            ? span.isEmpty() && span.image().split().equals(Optional.of(Split.TEST))
            : span.testLike();
    return withoutClass && trains;
  }

  /** Whether every image has a class or lies in a part without. */
  boolean fits() {
    return spans.stream().allMatch(span -> !span.isEmpty() || unlabelled(span));
  }

  /** Images that have a class. */
  List<Span> labelled() {
    return spans.stream().filter(span -> !span.isEmpty() && !unlabelled(span)).toList();
  }

  TreeSet<String> classes() {
    return labelled().stream().map(this::className).collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * An image beside the folders of the splits whose class none of those has: whether it is one more
   * class or a part without classes, nobody can tell.
   */
  Optional<Span> stranger() {
    Set<String> within = new TreeSet<>();
    labelled().stream().filter(s -> s.image().inSplit()).map(this::className).forEach(within::add);
    return within.isEmpty()
        ? Optional.empty()
        : labelled().stream()
            .filter(span -> !span.image().inSplit() && !within.contains(className(span)))
            .findFirst();
  }

  /**
   * Whether another way to name classes divides the images across these classes: at least two of
   * its classes, one of which lies in several of these.
   */
  boolean isCrossedBy(Function<Span, String> other) {
    Map<String, Set<String>> within = new HashMap<>();
    for (Span span : labelled()) {
      within.computeIfAbsent(other.apply(span), o -> new TreeSet<>()).add(className(span));
    }
    return within.size() > 1 && within.values().stream().anyMatch(classes -> classes.size() > 1);
  }

  Reading read(SourceFormat format, List<String> notes) {
    List<Label> labels = new ArrayList<>();
    for (Span span : spans) {
      labels.add(unlabelled(span) ? Label.unlabelled(span.image()) : label(span).orElseThrow());
    }
    return new Reading(format, labels, notes);
  }
}
