package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A file that holds files. */
interface Archive extends Container {

  /** Its regular files, hidden ones left out, in their order; the paths are those inside. */
  List<SourceEntry> list(SourceFiles files) throws IOException;

  /** An archive, if the name says that it is one. */
  static Optional<Archive> of(SourceFile file) {
    String name = file.path().toLowerCase(Locale.ROOT);
    if (name.endsWith(".zip")) {
      return Optional.of(new ZipArchive(file.uri(), file.length()));
    }
    if (name.endsWith(".tar")) {
      return Optional.of(new TarArchive(file.uri(), file.length()));
    }
    if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
      return Optional.of(new TarStream(file.uri()));
    }
    return Optional.empty();
  }

  /** Without './' in front and with '/' between names. */
  static String path(String name) {
    String path = name.replace('\\', '/');
    while (path.startsWith("./") || path.startsWith("/")) {
      path = path.substring(path.indexOf('/') + 1);
    }
    return path;
  }
}
