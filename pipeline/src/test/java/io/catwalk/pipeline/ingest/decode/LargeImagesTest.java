package io.catwalk.pipeline.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.format.BadImageException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LargeImagesTest {

  private static final long MB = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    "100, 4096, 762", // eight bytes a pixel
    "100, 1024, 256", // a quarter of the heap
    "2000, 65536, 1024", // Java's arrays
    "1, 64, 64",
  })
  void theLongestFileFollowsPixelsAndHeap(int megapixels, long heap, long most) {
    assertThat(LargeImages.mostBytes(megapixels, heap * MB) / MB).isEqualTo(most);
  }

  @Test
  void whatTakesMoreThanTheProcessMayIsRefusedBefore() throws BadImageException {
    LargeImages.requireRoom(700 * MB, 700 * MB);
    LargeImages.requireRoom(700 * MB, 0);

    BadImageException refusal =
        catchThrowableOfType(
            BadImageException.class, () -> LargeImages.requireRoom(700 * MB, 512 * MB));

    assertThat(refusal.reason()).isEqualTo(QuarantineReason.TOO_LARGE);
    assertThat(refusal)
        .hasMessage("decoding takes 700 MB outside the heap, 512 are there (cluster.off-heap)");
  }

  @Test
  void memoryThatRunsOutIsTheFaultOfALargeImageAlone() {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");

    assertThat(LargeImages.blame(error, 300 * MB))
        .hasMessage("memory ran out while it was read, of about 300 MB (Java heap space)");
    assertThatThrownBy(() -> LargeImages.blame(error, MB)).isSameAs(error);
  }

  @Test
  @Timeout(60)
  void oneLargeImageAtATimeAndSmallOnesBeside() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicBoolean held = new AtomicBoolean(true);
    CompletableFuture<Boolean> other;
    try (LargeImages.Pass first = LargeImages.pass(200 * MB);
        LargeImages.Pass again = LargeImages.pass(100 * MB)) {
      other =
          CompletableFuture.supplyAsync(
              () -> {
                try (LargeImages.Pass small = LargeImages.pass(MB)) {
                  asked.countDown();
                }
                try (LargeImages.Pass large = LargeImages.pass(200 * MB)) {
                  return held.get();
                }
              });
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      held.set(false);
    }
    assertThat(other.get(30, TimeUnit.SECONDS)).as("held by two at once").isFalse();
  }
}
