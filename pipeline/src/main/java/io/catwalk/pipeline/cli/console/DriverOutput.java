package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.StagedFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a driver inside the cluster leaves what it said and how it ended: standard output, errors
 * and exit code stay with the cluster, of which the one who waits for them sees nothing.
 */
public final class DriverOutput {

  /** Names its folder; set by submit/catwalk. */
  public static final String PROPERTY = "spark.catwalk.mailbox";

  private static final String FOLDER = "/said";

  /** Put there by submit/catwalk when it is interrupted. */
  private static final String NOBODY_WAITS = "/nobody-waits";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ArtifactStore store;
  private final String name;

  private DriverOutput(ArtifactStore store, String name) {
    this.store = store;
    this.name = name;
  }

  /** The one that the process was given; one that keeps nothing where it was given none. */
  public static DriverOutput of(Map<String, String> properties) {
    String folder = properties.get(PROPERTY);
    if (folder == null) {
      return new DriverOutput(null, "");
    }
    int last = folder.lastIndexOf('/');
    ArtifactStore parent = HadoopStorage.ofSpark(properties).store(folder.substring(0, last));
    return new DriverOutput(parent, folder.substring(last + 1));
  }

  /** The same console, of which a copy is kept. */
  public Console copy(Console console) {
    return store == null
        ? console
        : new Console(both(console.out(), out), both(console.err(), err), false, console.columns());
  }

  /** Posts what was said; that it cannot be posted is told where the driver's own errors go. */
  public void post(int exitCode, Console console) {
    if (store == null) {
      return;
    }
    try (StagedFolder folder = store.stage(name + FOLDER)) {
      folder.write("stdout", out.toByteArray());
      folder.write("stderr", err.toByteArray());
      folder.write("exit-code", (exitCode + "\n").getBytes(StandardCharsets.UTF_8));
      folder.publish();
      if (store.exists(name + NOBODY_WAITS)) {
        store.delete(name);
      }
    } catch (CatwalkException e) {
      console.say("catwalk: nobody hears how this ended: " + e.getMessage());
    }
  }

  private static PrintStream both(PrintStream one, OutputStream other) {
    return new PrintStream(new Both(one, other), true, StandardCharsets.UTF_8);
  }

  private static final class Both extends OutputStream {
    private final PrintStream one;
    private final OutputStream other;

    Both(PrintStream one, OutputStream other) {
      this.one = one;
      this.other = other;
    }

    @Override
    public void write(int octet) throws IOException {
      one.write(octet);
      other.write(octet);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      one.write(bytes, from, length);
      other.write(bytes, from, length);
    }

    @Override
    public void flush() {
      one.flush();
    }
  }
}
