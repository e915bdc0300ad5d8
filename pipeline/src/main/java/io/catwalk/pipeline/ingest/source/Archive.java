package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A file that holds files. */
interface Archive extends Container {

  /** The ending of an archive's name. */
  Pattern NAME = Pattern.compile("\\.(zip|tar|tar\\.gz|tgz|parquet)$", Pattern.CASE_INSENSITIVE);

  /** Of the archive itself. */
  String uri();

  /**
   * The folder of the source in which its files stand, with a '/' at its end.
   *
   * @param stem path of the archive without its ending
   */
  default String folder(String stem) {
    return stem + "/";
  }

  /**
   * Its files, hidden ones left out, and what cannot be read, each with its container; the paths
   * are those in {@link #folder}.
   *
   * @throws IOException for a damaged archive, with what is wrong of it
   */
  List<Located> list(SourceFiles files) throws IOException;

  /**
   * An archive, if the name says that it is one.
   *
   * @param zipEncoding of names in a zip that do not tell theirs; may be empty
   */
  static Optional<Archive> of(SourceFile file, String zipEncoding) {
    String name = file.path().toLowerCase(Locale.ROOT);
    if (name.endsWith(".zip")) {
      return Optional.of(new ZipArchive(file.uri(), file.length(), zipEncoding));
    }
    if (name.endsWith(".tar")) {
      return Optional.of(new TarArchive(file.uri(), file.length()));
    }
    if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
      return Optional.of(new TarStream(file.uri()));
    }
    if (name.endsWith(".parquet")) {
      return Optional.of(new TableArchive(file.uri(), file.path(), file.length(), false));
    }
    return Optional.empty();
  }
}
