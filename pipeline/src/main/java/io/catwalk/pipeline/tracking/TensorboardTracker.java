package io.catwalk.pipeline.tracking;

import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.tracking.TrackedTraining.FinishedEpoch;
import io.catwalk.pipeline.tracking.TrackedTraining.State;
import java.time.Instant;

/**
 * Writes {@code RUN/events.out.tfevents.…}: a point an epoch of each figure, and one of each figure
 * of the test split. The file is written anew with each epoch, always whole and longer than before,
 * since not every storage can append.
 */
final class TensorboardTracker implements Tracker {

  private final ArtifactStore store;
  private Instant ended = Instant.EPOCH;

  /**
   * @param store whose root gets a folder for each run
   */
  TensorboardTracker(ArtifactStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "TensorBoard";
  }

  @Override
  public void tell(TrackedTraining training) {
    EventFile events = new EventFile(training.began());
    for (FinishedEpoch epoch : training.epochs()) {
      events.scalars(epoch.ended(), epoch.result().epoch(), epoch.figures());
    }
    if (training.state() == State.FINISHED) {
      ended = ended.equals(Instant.EPOCH) ? Instant.now() : ended;
      events.scalars(ended, training.epochs().size(), training.results());
    }
    store.write(
        training.runId() + "/events.out.tfevents." + training.began().getEpochSecond() + ".catwalk",
        events.bytes());
  }
}
