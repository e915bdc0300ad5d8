package io.catwalk.pipeline.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An S3 server of {@code submit/runtime/s3} (S3Proxy) for a test: a process on a free port of
 * loopback that asks for signed requests and keeps its objects in a folder. Ends with {@link
 * #close}.
 */
public final class S3Server implements AutoCloseable {

  private static final Path RUNTIME = Script.projectRoot().resolve("submit/runtime/s3/target");
  private static final Pattern STARTED = Pattern.compile("\\{127\\.0\\.0\\.1:(\\d+)\\}");
  private static final String BUCKET = "catwalk";

  private final Path bucket;
  private final Process process;
  private final int port;

  private S3Server(Path bucket, Process process, int port) {
    this.bucket = bucket;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one with an empty bucket, and waits until it answers.
   *
   * @param folder for its objects
   */
  public static S3Server start(Path folder) throws Exception {
    Path bucket = Files.createDirectories(folder.resolve("objects").resolve(BUCKET));
    Path settings = folder.resolve("s3proxy.conf");
    Files.writeString(
        settings,
        """
        s3proxy.endpoint=http://127.0.0.1:0
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=catwalk-test
        s3proxy.credential=catwalk-test-credential
        jclouds.provider=filesystem-nio2
        jclouds.identity=unused
        jclouds.credential=unused
        jclouds.filesystem.basedir=%s
        """
            .formatted(folder.resolve("objects")));
    Process process =
        new ProcessBuilder(
                java(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar().toString(),
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .start();
    try {
      CompletableFuture<Integer> port = new CompletableFuture<>();
      Thread reader = new Thread(() -> read(process, port), "s3");
      reader.setDaemon(true);
      reader.start();
      return new S3Server(bucket, process, port.get(2, TimeUnit.MINUTES));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** To the end, since a process whose output nobody reads stands still. */
  private static void read(Process process, CompletableFuture<Integer> port) {
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher started = STARTED.matcher(line);
        if (started.find()) {
          port.complete(Integer.valueOf(started.group(1)));
        }
        if (!port.isDone()) {
          said.append(line).append('\n');
        }
      }
    } catch (IOException e) {
      said.append(e);
    }
    port.completeExceptionally(new AssertionError("the server ended: " + said));
  }

  private static Path jar() throws IOException {
    try (Stream<Path> jars = Files.list(RUNTIME.resolve("server"))) {
      return jars.findFirst().orElseThrow();
    }
  }

  /** A folder of the jars that make a Spark its client. */
  public static Path clientJars() {
    return RUNTIME.resolve("client");
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** {@code s3a://BUCKET}. */
  public String root() {
    return "s3a://" + BUCKET;
  }

  /** The folder of its objects: a file in there is one. */
  Path bucket() {
    return bucket;
  }

  /** 127.0.0.1:PORT. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Hadoop's settings for it. */
  public Map<String, String> settings() {
    return settings(address());
  }

  /**
   * Hadoop's settings for what stands before it.
   *
   * @param address HOST:PORT
   */
  public static Map<String, String> settings(String address) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fs.s3a.endpoint", "http://" + address);
    settings.put("fs.s3a.endpoint.region", "us-east-1");
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.access.key", "catwalk-test");
    settings.put("fs.s3a.secret.key", "catwalk-test-credential");
    return settings;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
