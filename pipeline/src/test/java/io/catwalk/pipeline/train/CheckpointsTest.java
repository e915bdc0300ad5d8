package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.runs.TrainingFingerprint;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.HeldLock;
import io.catwalk.pipeline.train.checkpoint.Checkpoint;
import io.catwalk.pipeline.train.checkpoint.Checkpoint.Best;
import io.catwalk.pipeline.train.checkpoint.Position;
import io.catwalk.pipeline.train.state.NetworkCopy;
import io.catwalk.pipeline.train.worker.ValidationScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointsTest {

  private static final CheckpointConfig EVERY_ROUND = new CheckpointConfig(1, 1, 2);
  private static final Map<String, String> SETTINGS = Map.of("train.seed", "7", "dataset", "d@1");

  @TempDir Path folder;
  private ArtifactStore store;
  private final List<String> warnings = new ArrayList<>();
  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void warned(String message) {
          warnings.add(message);
        }
      };

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
  }

  @Test
  void aCheckpointComesBackAsItWas() {
    // Longer than what is written in one piece, with values that a text would spoil.
    float[] parameters = new float[200_000];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = Float.intBitsToFloat(i * 7919);
    }
    Epoch epoch = new Epoch(1, 9, 0.1, 90, 0.1 + 0.2, Double.NaN, 0.5, 0.25, 1e-3);
    Best best =
        new Best(
            1, new ValidationScore(3, 2, 1.0 / 3, 0.75), copy(new float[] {4}, new float[] {5}));
    save(
        new Checkpoint(
            new Position(2, 13, 1L << 40, 1.0 / 3, 0.7),
            2.3,
            List.of(epoch),
            best,
            copy(parameters, new float[] {-0f, Float.MIN_VALUE}),
            new float[] {1, 2, 3},
            new float[] {4, 5}));

    Checkpoint read = found();

    assertThat(read.position()).isEqualTo(new Position(2, 13, 1L << 40, 1.0 / 3, 0.7));
    assertThat(read.firstLoss()).isEqualTo(2.3);
    assertThat(read.history()).containsExactly(epoch);
    assertThat(bits(read.network().parameters().toFloatVector())).isEqualTo(bits(parameters));
    assertThat(bits(read.network().updater().toFloatVector()))
        .isEqualTo(bits(new float[] {-0f, Float.MIN_VALUE}));
    assertThat(read.network().iterations()).isEqualTo(11);
    assertThat(read.network().epoch()).isEqualTo(1);
    assertThat(read.velocity()).containsExactly(1, 2, 3);
    assertThat(read.average()).containsExactly(4, 5);
    assertThat(read.best().epoch()).isEqualTo(1);
    assertThat(read.best().score()).isEqualTo(best.score());
    assertThat(read.best().network().parameters().toFloatVector()).containsExactly(4);
    assertThat(warnings).isEmpty();
  }

  /** What can happen to a file. */
  enum Damage {
    CUT {
      @Override
      byte[] to(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length - 40);
      }
    },
    ALMOST_NOTHING {
      @Override
      byte[] to(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, 20);
      }
    },
    EMPTY {
      @Override
      byte[] to(byte[] bytes) {
        return new byte[0];
      }
    },
    FLIPPED_VALUE {
      @Override
      byte[] to(byte[] bytes) {
        bytes[bytes.length - 40] ^= 1;
        return bytes;
      }
    },
    FLIPPED_LENGTH {
      @Override
      byte[] to(byte[] bytes) {
        bytes[12] ^= 0x40;
        return bytes;
      }
    },
    FLIPPED_SUM {
      @Override
      byte[] to(byte[] bytes) {
        bytes[bytes.length - 1] ^= 1;
        return bytes;
      }
    },
    LONGER {
      @Override
      byte[] to(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length + 1);
      }
    },
    ANOTHER_VERSION {
      @Override
      byte[] to(byte[] bytes) {
        bytes[11] = 9;
        return bytes;
      }
    },
    ANOTHER_KIND_OF_FILE {
      @Override
      byte[] to(byte[] bytes) {
        bytes[0] = 'P';
        return bytes;
      }
    };

    abstract byte[] to(byte[] bytes);
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedOneFallsBackToTheOneBeforeWithAWarning(Damage damage) throws IOException {
    save(at(1, 1), at(1, 2));
    Path newest = folder.resolve("run/epoch-00001-round-0000002.checkpoint");
    Files.write(newest, damage.to(Files.readAllBytes(newest)));

    assertThat(found().position().round()).isEqualTo(1);

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("epoch-00001-round-0000002.checkpoint is damaged (")
        .endsWith("the one before it is taken");
    if (damage == Damage.ANOTHER_VERSION) {
      assertThat(warnings.get(0)).contains("it is of format 9, this Catwalk reads 1");
    }
  }

  @Test
  void aLostOrDamagedBestNetworkDamagesItsCheckpoint() throws IOException {
    save(withBest(1, 5), withBest(2, 6));
    Path best = folder.resolve("run/" + bestFiles().get(0));
    byte[] bytes = Files.readAllBytes(best);
    Files.delete(best);
    int first = found().position().epoch();

    assertThat(warnings).hasSize(first == 2 ? 0 : 1);
    bytes[bytes.length - 40] ^= 1;
    Files.write(best, bytes);
    Files.delete(folder.resolve("run/" + bestFiles().get(1)));
    try (Checkpoints checkpoints = open(SETTINGS)) {
      assertThat(checkpoints.find()).isFalse();
    }
  }

  @Test
  void onlyTheNewestAreKeptAndTheNetworksThatTheyName() {
    save(withBest(1, 5), withBest(2, 6), withBest(3, 6), withBest(4, 7));

    assertThat(store.list("run"))
        .filteredOn(name -> name.endsWith(".checkpoint"))
        .containsExactly(
            "epoch-00003-round-0000000.checkpoint", "epoch-00004-round-0000000.checkpoint");
    assertThat(bestFiles()).hasSize(2);
    assertThat(found().best().network().parameters().toFloatVector()).containsExactly(7);
  }

  @Test
  void aDamagedLaterOneDoesNotPushOutWholeOnes() throws IOException {
    save(at(1, 1), at(1, 9));
    Path damaged = folder.resolve("run/epoch-00001-round-0000009.checkpoint");
    Files.write(damaged, new byte[3]);
    Files.write(folder.resolve("run/.epoch-00001-round-0000009.checkpoint.x.tmp"), new byte[3]);

    save(at(1, 2));

    assertThat(store.list("run"))
        .containsExactly(
            "epoch-00001-round-0000001.checkpoint", "epoch-00001-round-0000002.checkpoint");
  }

  @Test
  void anotherTrainingsCheckpointIsRefusedByTheKeysThatDiffer() {
    save(at(1, 1));

    try (Checkpoints other =
        open(Map.of("train.seed", "8", "dataset", "d@1", "train.outer", "nesterov"))) {
      assertThatThrownBy(other::find)
          .isInstanceOfSatisfying(
              CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
          .hasMessageContaining(
              "other settings: train.outer (now nesterov, was nothing), train.seed (now 8, was 7);")
          .hasMessageNotContaining("dataset");
    }
  }

  @Test
  void whereNoneIsAskedForNoneIsWritten() {
    try (Checkpoints none =
        new Checkpoints(
            store,
            "run",
            new CheckpointConfig(0, 0, 3),
            fingerprint(SETTINGS),
            listener,
            HeldLock.UNDISPUTED)) {
      none.afterRound(() -> at(1, 1));
      none.afterEpoch(1, () -> at(2, 0));
      none.last(() -> at(2, 0));
    }
    assertThat(store.list("run")).isEmpty();
  }

  @Test
  void roundsAndEpochsAreCountedAsConfigured() {
    try (Checkpoints some =
        new Checkpoints(
            store,
            "run",
            new CheckpointConfig(3, 2, 100),
            fingerprint(SETTINGS),
            listener,
            HeldLock.UNDISPUTED)) {
      for (int epoch = 1; epoch <= 3; epoch++) {
        for (int round = 1; round <= 4; round++) {
          Checkpoint state = at(epoch, round);
          some.afterRound(() -> state);
          some.await();
        }
        Checkpoint state = at(epoch + 1, 0);
        some.afterEpoch(epoch, () -> state);
        some.await();
      }
    }
    assertThat(store.list("run"))
        .containsExactly(
            "epoch-00001-round-0000003.checkpoint",
            "epoch-00002-round-0000002.checkpoint",
            "epoch-00003-round-0000000.checkpoint",
            "epoch-00003-round-0000003.checkpoint");
  }

  private void save(Checkpoint... states) {
    try (Checkpoints checkpoints = open(SETTINGS)) {
      for (Checkpoint state : states) {
        checkpoints.last(() -> state);
      }
    }
    assertThat(warnings).isEmpty();
  }

  private Checkpoint found() {
    try (Checkpoints checkpoints = open(SETTINGS)) {
      assertThat(checkpoints.find()).isTrue();
      return checkpoints.found().orElseThrow();
    }
  }

  private Checkpoints open(Map<String, String> settings) {
    return new Checkpoints(
        store, "run", EVERY_ROUND, fingerprint(settings), listener, HeldLock.UNDISPUTED);
  }

  private static TrainingFingerprint fingerprint(Map<String, String> settings) {
    return TrainingFingerprint.of(settings);
  }

  private List<String> bestFiles() {
    return store.list("run").stream().filter(name -> name.startsWith("best-")).toList();
  }

  private static Checkpoint at(int epoch, int round) {
    return new Checkpoint(
        new Position(epoch, round, 0, 0, 0),
        2,
        List.of(),
        Best.NONE,
        copy(new float[] {1, 2, 3, 4}, new float[] {5, 6}),
        new float[] {7, 8, 9},
        new float[0]);
  }

  private static Checkpoint withBest(int epoch, float parameter) {
    Best best =
        new Best(
            epoch - 1,
            new ValidationScore(3, 2, 1, 0.75),
            copy(new float[] {parameter}, new float[] {5}));
    return new Checkpoint(
        new Position(epoch, 0, 0, 0, 0),
        2,
        List.of(),
        best,
        copy(new float[] {1}, new float[0]),
        new float[0],
        new float[0]);
  }

  private static NetworkCopy copy(float[] parameters, float[] updater) {
    return NetworkCopy.of(parameters, updater, 11, 1);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
