package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names the files of a source so that folders which say something stay in the name. */
final class SourcePaths {

  private SourcePaths() {}

  /**
   * The storage names a file relative to what the pattern named. With a glob that cuts off too much
   * ({@code photos/*} would lose the class folders): then it is relative to the deepest folder that
   * holds all files.
   *
   * @return URI → path
   */
  static Map<String, String> of(String pattern, List<SourceFile> listed) {
    boolean glob = pattern.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    int common = glob ? commonFolder(listed) : 0;
    Map<String, String> paths = new HashMap<>();
    for (SourceFile file : listed) {
      paths.put(file.uri(), glob ? file.uri().substring(common) : file.path());
    }
    return paths;
  }

  /** Length of the longest prefix that all URIs share and that ends with '/'. */
  private static int commonFolder(List<SourceFile> listed) {
    String prefix = listed.get(0).uri();
    for (SourceFile file : listed) {
      String uri = file.uri();
      int same = 0;
      while (same < prefix.length()
          && same < uri.length()
          && prefix.charAt(same) == uri.charAt(same)) {
        same++;
      }
      prefix = prefix.substring(0, same);
    }
    return prefix.lastIndexOf('/') + 1;
  }
}
