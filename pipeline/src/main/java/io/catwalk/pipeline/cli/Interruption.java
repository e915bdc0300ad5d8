package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.cli.console.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;
import sun.misc.Signal;

/**
 * SIGINT and SIGTERM. A job that stops in good order is asked to; any other is ended at once, by
 * way of the JVM's shutdown hooks, which remove what is half written. A second signal ends the
 * process without them. One signal suffices, whatever the job or a hook waits for: who does not
 * stop is hurried, then ended, then cut off.
 *
 * <p>The JVM's own handler would run Spark's shutdown hook under the feet of the job.
 */
final class Interruption implements StopSignal {

  private static final String OVER_THE_BAR = "\r\u001b[K";

  private final Console console;
  private final IntConsumer exit;
  private final IntConsumer halt;
  private final Limits limits;
  private Runnable hurry = () -> {};
  private ExitCode requested;
  private boolean answered;
  private boolean ending;
  private int sections;
  private String advice = "nothing was published";

  /**
   * @param exit ends the process by its shutdown hooks; may not return
   * @param halt ends the process without them
   */
  Interruption(Console console, IntConsumer exit, IntConsumer halt) {
    this(console, exit, halt, Limits.USUAL);
  }

  Interruption(Console console, IntConsumer exit, IntConsumer halt, Limits limits) {
    this.console = console;
    this.exit = exit;
    this.halt = halt;
    this.limits = limits;
  }

  /**
   * How long is waited after a signal, each after the one before it.
   *
   * @param round for the job to come to where it can stop
   * @param saving for it to save, and to end
   * @param hooks for the process to end
   */
  record Limits(Duration round, Duration saving, Duration hooks) {
    public static final Limits USUAL =
        new Limits(Duration.ofSeconds(15), Duration.ofSeconds(45), Duration.ofSeconds(25));
  }

  /** Takes this process's signals over. */
  void listen() {
    Signal.handle(new Signal("INT"), signal -> arrived(ExitCode.INTERRUPTED));
    Signal.handle(new Signal("TERM"), signal -> arrived(ExitCode.TERMINATED));
  }

  void arrived(ExitCode signal) {
    boolean again;
    boolean wait;
    synchronized (this) {
      again = requested != null;
      requested = again ? requested : signal;
      wait = sections > 0;
    }
    if (again) {
      halt.accept(signal.code());
    } else if (wait) {
      say("stopping at the end of this round; a second signal stops at once");
      after(limits.round(), this::hurry);
    } else {
      end();
    }
  }

  private void hurry() {
    after(limits.saving(), this::giveUp);
    Runnable end;
    synchronized (this) {
      if (sections == 0 || answered) {
        return;
      }
      end = hurry;
    }
    say("this round takes long and is given up");
    end.run();
  }

  private void giveUp() {
    boolean over;
    ExitCode signal;
    synchronized (this) {
      over = sections == 0;
      signal = requested;
    }
    if (over) {
      after(limits.hooks(), () -> halt.accept(signal.code()));
    } else {
      end();
    }
  }

  private static void after(Duration limit, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(limit.toMillis());
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "catwalk-stop");
    thread.setDaemon(true);
    thread.start();
  }

  private void end() {
    ExitCode signal;
    String line;
    synchronized (this) {
      ending = true;
      signal = requested;
      line = advice;
    }
    say("stopped; " + line);
    after(limits.hooks(), () -> halt.accept(signal.code()));
    exit.accept(signal.code());
  }

  private void say(String line) {
    if (console.terminal()) {
      console.err().print(OVER_THE_BAR);
    }
    console.say("catwalk: " + line);
  }

  /**
   * The same console, which shows nothing any more once the process is ending: what a job says then
   * is the echo of its end.
   */
  Console muted(Console console) {
    return new Console(
        whileRunning(console.out()),
        whileRunning(console.err()),
        console.terminal(),
        console.columns());
  }

  private PrintStream whileRunning(PrintStream stream) {
    return new PrintStream(
        new OutputStream() {
          @Override
          public void write(int value) {
            if (!ending()) {
              stream.write(value);
            }
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            if (!ending()) {
              stream.write(bytes, from, length);
            }
          }

          @Override
          public void flush() {
            stream.flush();
          }
        },
        true,
        StandardCharsets.UTF_8);
  }

  private synchronized boolean ending() {
    return ending;
  }

  @Override
  public Section orderly(Runnable hurry) {
    synchronized (this) {
      sections++;
      this.hurry = hurry;
    }
    return this::leave;
  }

  /** A signal that came after the job had last asked ends it now. */
  private void leave() {
    boolean missed;
    synchronized (this) {
      sections--;
      missed = sections == 0 && requested != null && !answered;
    }
    if (missed) {
      end();
    }
  }

  @Override
  public synchronized Optional<ExitCode> requested() {
    answered = requested != null;
    return Optional.ofNullable(requested);
  }

  @Override
  public synchronized void advise(String advice) {
    this.advice = advice;
  }
}
