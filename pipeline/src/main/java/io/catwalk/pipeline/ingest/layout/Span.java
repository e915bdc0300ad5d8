package io.catwalk.pipeline.ingest.layout;

import java.util.ArrayList;
import java.util.List;

/**
 * The folders above an image that may name its class: without those that wrap the whole source and
 * those that name splits.
 *
 * @param from index of the first of them
 * @param to index behind the last of them; the same as {@code from} where there are none
 */
record Span(ImagePath image, int from, int to) {

  boolean isEmpty() {
    return from >= to;
  }

  int size() {
    return to - from;
  }

  /** The outermost: the folder below the source. */
  String outer() {
    return image.folders().get(from);
  }

  /** The folder that the image lies in. */
  String inner() {
    return image.folders().get(to - 1);
  }

  /** All of them are named like Kaggle's {@code test1}. */
  boolean testLike() {
    return !isEmpty() && image.folders().subList(from, to).stream().allMatch(ImagePath::isTestLike);
  }

  private Span inward() {
    return new Span(image, from + 1, to);
  }

  /** Of all images. Where folders lie below those that name splits, classes are among them. */
  static List<Span> of(List<ImagePath> images) {
    boolean below = images.stream().anyMatch(Span::hasFoldersBelowItsSplit);
    List<Span> spans = new ArrayList<>();
    for (ImagePath image : images) {
      int end = image.folders().size();
      if (!image.inSplit()) {
        spans.add(new Span(image, 0, end));
      } else if (below) {
        spans.add(new Span(image, image.splitAt() + 1, end));
      } else {
        spans.add(new Span(image, 0, image.splitAt()));
      }
    }
    return below ? withinWrapper(spans) : unwrapped(spans);
  }

  private static boolean hasFoldersBelowItsSplit(ImagePath image) {
    return image.inSplit() && image.splitAt() + 1 < image.folders().size();
  }

  /** Without what all of them share, as long as classes may follow. */
  private static List<Span> unwrapped(List<Span> all) {
    List<Span> spans = all;
    while (spans.stream().noneMatch(Span::isEmpty)
        && spans.stream().map(Span::outer).distinct().count() == 1
        && spans.stream().anyMatch(span -> span.size() > 1)) {
      spans = spans.stream().map(Span::inward).toList();
    }
    return spans;
  }

  /**
   * Images beside the folders of the splits lie in the same wrapper as those. What wraps the
   * classes within every split is taken away too.
   */
  private static List<Span> withinWrapper(List<Span> all) {
    List<String> wrapper =
        commonFolders(all.stream().map(Span::image).filter(ImagePath::inSplit).toList());
    int inner = 0;
    List<Span> classed = all.stream().filter(s -> s.image.inSplit() && !s.isEmpty()).toList();
    while (classed.stream().map(Span::outer).distinct().count() == 1
        && classed.stream().allMatch(span -> span.size() > 1)) {
      classed = classed.stream().map(Span::inward).toList();
      inner++;
    }
    List<Span> spans = new ArrayList<>();
    for (Span span : all) {
      int skipped = span.image.inSplit() ? inner : span.within(wrapper) ? wrapper.size() : 0;
      spans.add(new Span(span.image, Math.min(span.to, span.from + skipped), span.to));
    }
    return spans;
  }

  private boolean within(List<String> wrapper) {
    List<String> folders = image.folders();
    return folders.size() >= wrapper.size() && folders.subList(0, wrapper.size()).equals(wrapper);
  }

  /** The folders above those of the splits that all of these share. */
  private static List<String> commonFolders(List<ImagePath> images) {
    List<String> common = images.get(0).folders().subList(0, images.get(0).splitAt());
    for (ImagePath image : images) {
      int same = 0;
      while (same < common.size()
          && same < image.splitAt()
          && common.get(same).equals(image.folders().get(same))) {
        same++;
      }
      common = common.subList(0, same);
    }
    return common;
  }
}
