package io.catwalk.pipeline.ingest;

import java.io.Serializable;

/**
 * An image as the listing knows it, before it is read.
 *
 * @param container what holds it
 * @param entry its place therein
 * @param label index of its class, or -1 where it is not known
 * @param split the part that the source or a table puts it in; null where neither does
 */
record SourceImage(Container container, SourceEntry entry, int label, Split split)
    implements Serializable {

  SourceImage in(Split newSplit) {
    return new SourceImage(container, entry, label, newSplit);
  }

  String path() {
    return entry.path();
  }
}
