package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Whether the holder of something lives, as another process can tell. A holder is dead at once only
 * where the kernel of both says so. Elsewhere it is dead when its {@link Heartbeat} stood still for
 * the whole patience while this process looked: clocks of two machines are never compared.
 */
public final class Liveness {

  private static final int LOOKS = 20;

  private final ArtifactStore store;
  private final Processes processes;
  private final Time time;

  public Liveness(ArtifactStore store, Processes processes, Time time) {
    this.store = store;
    this.processes = processes;
    this.time = time;
  }

  /** What was found. */
  public enum Verdict {
    ALIVE,
    DEAD,
    /** It gave back what it held while this process looked. */
    GONE
  }

  /**
   * Looks for as long as it takes to be sure, at most for the patience.
   *
   * @param holder as it claimed something
   * @param heartbeat path of its file
   * @param claimed whether its claim still stands, asked at each look
   */
  public Verdict of(
      ProcessIdentity holder, String heartbeat, Duration patience, BooleanSupplier claimed) {
    Optional<Heartbeat.Beat> first = Heartbeat.read(store, heartbeat);
    if (processes.fate(holder) == Processes.Fate.RUNS && fresh(first, patience)) {
      return Verdict.ALIVE;
    }
    Duration pause = patience.dividedBy(LOOKS);
    Duration stood = Duration.ZERO;
    long before = time.nanos();
    while (processes.fate(holder) != Processes.Fate.ENDED && stood.compareTo(patience) < 0) {
      await(pause, holder);
      if (!claimed.getAsBoolean()) {
        return Verdict.GONE;
      }
      if (!Heartbeat.read(store, heartbeat).equals(first)) {
        return Verdict.ALIVE;
      }
      long now = time.nanos();
      stood = stood.plus(seen(Duration.ofNanos(now - before), pause));
      before = now;
    }
    return Verdict.DEAD;
  }

  /**
   * A machine that slept stops the holder and this process alike: what went by between two looks
   * counts as two pauses at most.
   */
  private static Duration seen(Duration passed, Duration pause) {
    Duration most = pause.multipliedBy(2);
    return passed.compareTo(most) < 0 ? passed : most;
  }

  /**
   * Whether it was written within the patience, by the clock of the one machine that both run on.
   * This spares a wait where the holder is there for all to see; a clock that was set costs that
   * wait and no more.
   */
  private boolean fresh(Optional<Heartbeat.Beat> beat, Duration patience) {
    return beat.map(last -> Duration.between(Instant.parse(last.at()), time.now()))
        .filter(age -> !age.isNegative() && age.compareTo(patience) < 0)
        .isPresent();
  }

  /**
   * For people to read, without a wait: whether a holder may be alive. Nothing may be decided by
   * it.
   *
   * @param since when it claimed, ISO-8601
   */
  public boolean likely(ProcessIdentity holder, String heartbeat, Duration patience, String since) {
    if (processes.fate(holder) == Processes.Fate.ENDED) {
      return false;
    }
    String last = Heartbeat.read(store, heartbeat).map(Heartbeat.Beat::at).orElse(since);
    return time.now().isBefore(Instant.parse(last).plus(patience));
  }

  private void await(Duration pause, ProcessIdentity holder) {
    try {
      time.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CatwalkException.busy(
          "Interrupted while looking whether " + holder.words() + " is alive; nothing was done");
    }
  }
}
