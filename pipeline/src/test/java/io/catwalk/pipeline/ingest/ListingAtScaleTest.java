package io.catwalk.pipeline.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ListingMain.class.getName(),
                Integer.toString(IMAGES))
            .redirectErrorStream(true)
            .start();
    try {
      List<String> said =
          new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(said)
          .contains(
              String.format(
                  "= %d images, %d of class 9, %d known, %d in batches, like class-9/photo_%08d.jpg",
                  IMAGES, IMAGES / 10, IMAGES, IMAGES, IMAGES / 10 - 1));
      System.out.println(IMAGES + " images, heap " + HEAP + ": " + said.get(said.size() - 1));
    } finally {
      process.destroyForcibly();
    }
  }
}
