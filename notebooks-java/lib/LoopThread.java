package org.rapaio.jupyter.kernel.channels;

/**
 * Takes the place of the Java kernel's own class of this name. That one starts its thread before it
 * marks it as running, and its channels start before their handlers are there: a thread that comes
 * too early ends for good, and about one kernel in five never answers. This one runs from the first
 * moment on and survives a message that comes before its handler.
 */
public final class LoopThread extends Thread {

  private static final long BEFORE_NEXT_TRY = 20;

  private final long sleep;
  private final Runnable body;
  private volatile boolean running = true;

  public LoopThread(String name, long sleep, Runnable body) {
    super(name);
    this.sleep = sleep;
    this.body = body;
  }

  @Override
  public void run() {
    while (running) {
      try {
        Thread.sleep(runsThrough() ? sleep : Math.max(sleep, BEFORE_NEXT_TRY));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private boolean runsThrough() {
    try {
      body.run();
      return true;
    } catch (RuntimeException e) {
      // Whatever it is, the next message must still be answered: a dead channel is a kernel that hangs.
      return false;
    }
  }

  public void shutdown() {
    running = false;
  }
}
