package io.catwalk.pipeline.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;

/**
 * Deletes, when an executor's process ends, the jars that it copied into its own folder: 0.4 GB for
 * each executor, which standalone workers keep for days or for ever. A process that is killed
 * leaves them to the next start ({@link ExecutorCopies}, {@code submit/local-cluster}).
 *
 * @param folder where the executor works
 * @param jars names of files that Spark copied there
 */
record OwnCopies(Path folder, List<String> jars) implements Runnable {

  /**
   * Nothing is deleted elsewhere than in a folder of this application.
   *
   * @param executor its id
   */
  static void deleteAtTheEnd(SparkConf conf, String executor) {
    Path folder = Path.of("").toAbsolutePath();
    if (executor.equals("driver") || !folder.toString().contains(conf.getAppId())) {
      return;
    }
    List<String> jars =
        List.of(conf.get("spark.jars", "").split(",")).stream()
            .map(jar -> jar.substring(jar.lastIndexOf('/') + 1))
            .filter(name -> !name.isBlank())
            .toList();
    Runtime.getRuntime().addShutdownHook(new Thread(new OwnCopies(folder, jars), "own copies"));
  }

  @Override
  public void run() {
    for (String jar : jars) {
      Path copy = folder.resolve(jar);
      try {
        // YARN links to what all containers share.
        if (Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(copy);
        }
      } catch (IOException e) {
        // The process is ending; the next start tries again.
      }
    }
  }
}
