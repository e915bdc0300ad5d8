package io.catwalk.pipeline.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * More names than could be objects in the driver's heap: {@code -Dcatwalk.listing.images} and
 * {@code -Dcatwalk.listing.heap} ask for others.
 */
@Timeout(1800)
class ListingAtScaleTest {

  private static final int IMAGES = Integer.getInteger("catwalk.listing.images", 500_000);
  private static final String HEAP = System.getProperty("catwalk.listing.heap", "96m");

  @Test
  void aDriverHoldsMillionsOfNames() throws Exception {
    holds(
        String.format(
            "= %d images, %d of class 9, %d known, %d in batches, like class-9/photo_%08d.jpg",
            IMAGES, IMAGES / 10, IMAGES, IMAGES, IMAGES / 10 - 1),
        "made-up://" + IMAGES + "/photos");
  }

  /** Half as many images, with as many texts beside them. */
  @Test
  void textsBesideThemTablesAndALimitTakeNoMore(@TempDir Path folder) throws Exception {
    int images = IMAGES / 2;
    int limit = images / 2;
    Path exclude = folder.resolve("exclude.csv");
    Files.writeString(exclude, "path\nclass-0/photo_00000000.jpg\n");
    Path relabel = folder.resolve("relabel.csv");
    Files.writeString(relabel, "path,suggested\nclass-0/photo_00000001.jpg,class-9\n");
    int left = images - 1;
    long last = (images / 10 + 1L) * limit / left;
    long others = images / 10L * limit / left;
    long first = (images / 10 - 2L) * limit / left;
    long all = first + 8 * others + last;
    holds(
        String.format(
            "= %d images, %d of class 9, %d known, %d in batches, like class-9/",
            all, last, all, all),
        "made-up://" + IMAGES + ".noted/photos",
        Integer.toString(limit),
        exclude.toString(),
        relabel.toString());
  }

  private static void holds(String expected, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ListingMain.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      List<String> said =
          new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(said).anySatisfy(line -> assertThat(line).startsWith(expected));
      System.out.println(arguments[0] + ", heap " + HEAP + ": " + said.get(said.size() - 1));
    } finally {
      process.destroyForcibly();
    }
  }
}
