package io.catwalk.pipeline.train.worker;

import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Preparation;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.Session.Examples;
import io.catwalk.models.engine.Session.ImageBytes;
import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.ResidentPixels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of one worker in the memory of an engine's device, where steps take them from: bytes,
 * which become numbers there. Images that augmentation changes are made by the processor.
 */
public final class DeviceExamples implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeviceExamples.class);

  private final Session session;

  /** What is loaded, or was tried to be; none at first. */
  private Wanted last = new Wanted(null, null);

  /** Null where nothing is loaded. */
  private Examples loaded;

  /** Examples are the same where they are the same object: a worker keeps its own. */
  private record Wanted(ResidentExamples examples, Preparation preparation) {

    boolean is(Wanted other) {
      return examples == other.examples && preparation.equals(other.preparation);
    }
  }

  public DeviceExamples(Session session) {
    this.session = session;
  }

  public boolean hold(ResidentExamples examples) {
    return loaded != null && last.examples == examples;
  }

  /**
   * Loads a range's examples, unless they are there.
   *
   * @return whether they are there now
   */
  public boolean load(MinibatchFeed.Range range, Preparation preparation) {
    AugmentConfig augment = range.recipe().augment();
    if (augment.changesImages()
        || augment.mixes()
        || !(range.examples() instanceof ResidentPixels pixels)
        // A device knows labels, and weights of classes alone.
        || pixels.softTargets().present()
        || !pixels.weights().equal()) {
      return false;
    }
    Wanted wanted = new Wanted(pixels, preparation);
    if (last.examples == null || !wanted.is(last)) {
      close();
      last = wanted;
      load(pixels, preparation);
    }
    return loaded != null;
  }

  private void load(ResidentPixels pixels, Preparation preparation) {
    try {
      loaded = session.load(new Bytes(pixels), preparation);
    } catch (DeviceException e) {
      LOG.warn(
          "{}; {} images stay in this process and go to the device a minibatch at a time, which is slower",
          e.getMessage(),
          pixels.size());
    }
  }

  /** Mean losses of the steps over positions {@code from} to before {@code to} of the order. */
  public double[] fit(MinibatchFeed.Range range, int from, int to, Progress progress) {
    return session.round(loaded, range.order(), from, to, range.minibatch(), progress);
  }

  private record Bytes(ResidentPixels pixels) implements ImageBytes {

    @Override
    public int size() {
      return pixels.size();
    }

    @Override
    public int label(int position) {
      return pixels.label(position);
    }

    @Override
    public void copy(int position, byte[] into, int at) {
      pixels.copy(position, into, at);
    }
  }

  @Override
  public void close() {
    if (loaded != null) {
      loaded.close();
      loaded = null;
    }
  }
}
