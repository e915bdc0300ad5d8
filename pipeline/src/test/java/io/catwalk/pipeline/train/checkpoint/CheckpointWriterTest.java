package io.catwalk.pipeline.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.train.checkpoint.Checkpoint.Best;
import io.catwalk.pipeline.train.state.NetworkCopy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CheckpointWriterTest {

  private final List<Integer> written = Collections.synchronizedList(new ArrayList<>());
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  @Test
  void trainingDoesNotWaitAndTheNewestOfThoseThatWaitWins() throws InterruptedException {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch slow = new CountDownLatch(1);
    try (CheckpointWriter writer =
        new CheckpointWriter(
            checkpoint -> {
              began.countDown();
              await(slow);
              written.add(checkpoint.position().round());
            },
            warnings::add)) {
      writer.offer(round(1));
      began.await();
      Checkpoint second = round(2);
      writer.offer(second);
      writer.offer(round(3));
      assertThat(written).isEmpty();
      assertThat(second.network().parameters().wasClosed()).as("its memory is free").isTrue();

      slow.countDown();
      writer.await();

      assertThat(written).containsExactly(1, 3);
    }
  }

  @Test
  void aStorageThatRefusesIsAWarningAndTheNextOneIsTried() {
    try (CheckpointWriter writer = new CheckpointWriter(this::refuseOdd, warnings::add)) {
      for (int round = 1; round <= 4; round++) {
        writer.offer(round(round));
        writer.await();
      }
    }
    assertThat(written).containsExactly(2, 4);
    assertThat(warnings)
        .hasSize(2)
        .first()
        .isEqualTo(
            "No checkpoint: round 1 refused; training goes on, and the next one will be tried");
  }

  @ParameterizedTest
  @ValueSource(classes = {NoClassDefFoundError.class, StackOverflowError.class, IOException.class})
  void whateverIsThrownTheNextOneIsWritten(Class<? extends Throwable> type) {
    try (CheckpointWriter writer =
        new CheckpointWriter(
            checkpoint -> {
              if (checkpoint.position().round() == 1) {
                throw CheckpointWriterTest.<RuntimeException>as(type);
              }
              written.add(checkpoint.position().round());
            },
            warnings::add)) {
      writer.offer(round(1));
      writer.await();
      writer.offer(round(2));
    }

    assertThat(written).containsExactly(2);
    assertThat(warnings).singleElement().asString().contains(type.getName());
  }

  /** Spark and Hadoop throw checked exceptions that their methods do not declare. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T as(Class<? extends Throwable> type) throws T {
    try {
      throw (T) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aListenerThatThrowsEndsNothingEither() {
    try (CheckpointWriter writer =
        new CheckpointWriter(
            this::refuseOdd,
            warning -> {
              throw new IllegalStateException(warning);
            })) {
      writer.offer(round(1));
      writer.await();
      writer.offer(round(2));
    }

    assertThat(written).containsExactly(2);
  }

  @Test
  void aStorageThatNeitherTakesNorRefusesIsNotWaitedForForEver() {
    CountDownLatch never = new CountDownLatch(1);
    try (CheckpointWriter writer =
        new CheckpointWriter(checkpoint -> await(never), warnings::add, Duration.ofMillis(1100))) {
      writer.offer(round(1));

      writer.await();

      assertThat(warnings).containsExactly("No checkpoint: storage has not taken it within 1 s");
      never.countDown();
    }
  }

  @Test
  void closingWritesWhatWaits() {
    try (CheckpointWriter writer = new CheckpointWriter(this::refuseOdd, warnings::add)) {
      writer.offer(round(2));
    }
    assertThat(written).containsExactly(2);
  }

  private void refuseOdd(Checkpoint checkpoint) {
    int round = checkpoint.position().round();
    if (round == 3) {
      throw new OutOfMemoryError("round 3");
    }
    if (round % 2 == 1) {
      throw CatwalkException.cluster("round " + round + " refused");
    }
    written.add(round);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Checkpoint round(int round) {
    return new Checkpoint(
        new Position(1, round, 0, 0, 0),
        2,
        List.of(),
        Best.NONE,
        NetworkCopy.of(new float[] {1}, new float[0], 1, 0),
        new float[0],
        new float[0]);
  }
}
