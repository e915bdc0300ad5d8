package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Lists and reads a folder in a process of its own, whose locale a test chooses. */
final class ListMain {

  private ListMain() {}

  public static void main(String[] folder) {
    SourceFiles files = HadoopStorage.with(Map.of()).sources();
    for (String name : List.of("", "/gr\u00f6\u00dfe")) {
      try {
        files.list(folder[0] + name).forEach(file -> System.out.println("found " + file.path()));
      } catch (CatwalkException e) {
        System.out.println(e.exitCode() + " " + e.getMessage());
      }
    }
    try {
      System.out.println(
          files.read("file:" + folder[0] + "/gr\u00f6\u00dfe/1.jpg").length + " bytes");
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }
}
