package io.catwalk.pipeline.ingest.packed;

/**
 * One entry of an archive, as its headers tell it.
 *
 * @param name as it stands there
 * @param kind what it is
 * @param link name of what a link leads to; empty for others
 * @param length of its content, in bytes
 * @param position that its archive finds it by; of a tar, where its content starts, in bytes
 */
public record PackedEntry(String name, Kind kind, String link, long length, long position) {

  /** What an entry is. */
  public enum Kind {
    FILE,
    FOLDER,
    /** Another name of an earlier file; the link is that file's name. */
    HARD_LINK,
    /** The link is a path from the entry's own folder. */
    SYMBOLIC_LINK,
    /** A file with holes; its content is kept in a form of its own. */
    SPARSE,
    /** Pipes, devices and what no tar of today writes. */
    OTHER
  }
}
