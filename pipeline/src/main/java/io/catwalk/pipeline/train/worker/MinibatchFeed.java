package io.catwalk.pipeline.train.worker;

import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.dataset.PixelScale;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.augment.Augmentation;
import io.catwalk.pipeline.train.augment.ExampleSeeds;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Vectorises minibatches one after the other into the same arrays, for one thread that trains on
 * them; on another thread while that one trains, where there is a core for it.
 */
public final class MinibatchFeed implements AutoCloseable {

  private final Vectoriser vectoriser;
  private final PixelScale scale;

  /** Two, so that one is filled while the other is trained on; each by the minibatch's size. */
  private final List<Map<Integer, MinibatchArrays>> turns =
      List.of(new HashMap<>(), new HashMap<>());

  private ExecutorService filler;
  private Augmentation augmentation;

  public MinibatchFeed(Vectoriser vectoriser) {
    this.vectoriser = vectoriser;
    this.scale = vectoriser.scale();
  }

  /**
   * Positions {@code from} to before {@code to} of an order, in minibatches; the last may be
   * smaller. The arrays are valid until the consumer returns.
   */
  public record Range(
      ResidentExamples examples,
      int[] order,
      int from,
      int to,
      int minibatch,
      Recipe recipe,
      ExampleSeeds seeds) {

    /** Of examples as they are. */
    public Range(ResidentExamples examples, int[] order, int from, int to, int minibatch) {
      this(examples, order, from, to, minibatch, Recipe.PLAIN, ExampleSeeds.NONE);
    }

    int size(int at) {
      return Math.min(minibatch, to - at);
    }
  }

  public void each(Range range, boolean ahead, Consumer<MinibatchArrays> consumer) {
    if (ahead) {
      eachAhead(range, consumer);
      return;
    }
    for (int at = range.from(); at < range.to(); at += range.minibatch()) {
      consumer.accept(fill(range, at));
    }
  }

  private void eachAhead(Range range, Consumer<MinibatchArrays> consumer) {
    Future<MinibatchArrays> next = submit(0, range, range.from());
    for (int at = range.from(), turn = 1; at < range.to(); at += range.minibatch(), turn ^= 1) {
      MinibatchArrays current = wait(next);
      next = submit(turn, range, at + range.minibatch());
      consumer.accept(current);
    }
  }

  /** Null behind the last minibatch. */
  private Future<MinibatchArrays> submit(int turn, Range range, int at) {
    if (at >= range.to()) {
      return null;
    }
    if (filler == null) {
      filler = Executors.newSingleThreadExecutor(MinibatchFeed::daemon);
    }
    return filler.submit(() -> fill(turn, range, at));
  }

  /** The minibatch that begins at position {@code at}; valid until the next one. */
  public MinibatchArrays fill(Range range, int at) {
    return fill(0, range, at);
  }

  private MinibatchArrays fill(int turn, Range range, int at) {
    Map<Integer, MinibatchArrays> arrays = turns.get(turn);
    int size = range.size(at);
    // Training's and validation's usual sizes and their last ones; another training brings others.
    if (arrays.size() > 3 && !arrays.containsKey(size)) {
      arrays.clear();
    }
    return arrays
        .computeIfAbsent(size, n -> new MinibatchArrays(vectoriser, scale, n))
        .fill(range, at, augmentation(range.recipe().augment()));
  }

  /** Null where images stay as they are. */
  private Augmentation augmentation(AugmentConfig config) {
    if (!config.changesImages()) {
      return null;
    }
    if (augmentation == null || !augmentation.is(config)) {
      augmentation = new Augmentation(config, vectoriser);
    }
    return augmentation;
  }

  private static MinibatchArrays wait(Future<MinibatchArrays> filled) {
    try {
      return filled.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the next minibatch was vectorised", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Cannot vectorise a minibatch: " + e.getCause(), e.getCause());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "catwalk-vectorise");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    if (filler != null) {
      filler.shutdown();
    }
  }
}
