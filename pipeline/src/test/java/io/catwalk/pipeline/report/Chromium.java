package io.catwalk.pipeline.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real headless Chromium with one page, driven by its own DevTools protocol: what is installed on
 * the machine is enough.
 */
final class Chromium implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private String session;

  /** The program, where there is one. */
  static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(folder -> Stream.of(Path.of(folder, "chromium"), Path.of(folder, "google-chrome")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * @param profile an empty folder
   */
  Chromium(Path profile) throws Exception {
    process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address()), new Listener())
            .get(SECONDS, TimeUnit.SECONDS);
    String target =
        send("Target.createTarget", JSON.createObjectNode().put("url", "about:blank"))
            .get("targetId")
            .asText();
    session =
        send(
                "Target.attachToTarget",
                JSON.createObjectNode().put("targetId", target).put("flatten", true))
            .get("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", JSON.createObjectNode());
    }
  }

  /** Chromium tells its address in its log, which is read on from then lest it fill up. */
  private String address() throws IOException {
    BufferedReader log =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String mark = "DevTools listening on ";
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.startsWith(mark)) {
        Thread reader = new Thread(() -> log.lines().forEach(rest -> {}), "chromium's log");
        reader.setDaemon(true);
        reader.start();
        return line.substring(mark.length());
      }
    }
    throw new IOException("Chromium ended before it could be reached");
  }

  ObjectNode parameters() {
    return JSON.createObjectNode();
  }

  JsonNode send(String method, ObjectNode parameters) throws Exception {
    int id = ids.incrementAndGet();
    ObjectNode message =
        JSON.createObjectNode().put("id", id).put("method", method).set("params", parameters);
    if (session != null) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
    JsonNode received = answer.get(SECONDS, TimeUnit.SECONDS);
    if (received.has("error")) {
      throw new IllegalStateException(method + ": " + received.get("error"));
    }
    return received.get("result");
  }

  /** Shows a page and waits until it is loaded. */
  void open(URI page) throws Exception {
    events.clear();
    send("Page.navigate", parameters().put("url", page.toString()));
    evaluate(
        "new Promise(done => document.readyState === 'complete' ? done(1) : addEventListener('load', () => done(1)))");
    await("location.href.startsWith(" + JSON.writeValueAsString(page.toString()) + ")");
    await("document.readyState === 'complete'");
  }

  /** The value of an expression; a promise is awaited. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        send(
            "Runtime.evaluate",
            parameters()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  /** Waits until an expression is true. */
  void await(String condition) throws Exception {
    evaluate(
        "new Promise((done, fail) => { const end = Date.now() + 20000; const look = () => {"
            + " let holds = false; try { holds = ("
            + condition
            + "); } catch (e) { /* not there yet */ }"
            + " if (holds) done(1); else if (Date.now() > end) fail(new Error('never: ' + "
            + JSON.writeValueAsString(condition)
            + ")); else setTimeout(look, 20); }; look(); })");
  }

  /** The same of a page that another one may replace meanwhile. */
  void awaitThroughReloads(String condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      try {
        if (evaluate(condition).asBoolean()) {
          return;
        }
      } catch (IllegalStateException e) {
        // The page has gone, or its successor is not there yet.
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("never: " + condition);
      }
      Thread.sleep(50);
    }
  }

  void viewport(int width, int height, boolean phone) throws Exception {
    send(
        "Emulation.setDeviceMetricsOverride",
        parameters()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", phone ? 2 : 1)
            .put("mobile", phone));
  }

  /** As if the system's theme were this. */
  void theme(String scheme) throws Exception {
    ObjectNode parameters = parameters();
    parameters
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", scheme);
    send("Emulation.setEmulatedMedia", parameters);
  }

  void press(String key) throws Exception {
    for (String type : List.of("keyDown", "keyUp")) {
      ObjectNode event = parameters().put("type", type).put("key", key);
      if (key.equals("Enter")) {
        event.put("windowsVirtualKeyCode", 13).put("text", "\r");
      }
      if (key.equals("Tab")) {
        event.put("windowsVirtualKeyCode", 9);
      }
      send("Input.dispatchKeyEvent", event);
    }
  }

  void moveTo(double x, double y) throws Exception {
    send(
        "Input.dispatchMouseEvent", parameters().put("type", "mouseMoved").put("x", x).put("y", y));
  }

  /** What the page wrote to the console, errors of the policy among it. */
  List<String> complaints() {
    return events.stream()
        .filter(
            event ->
                List.of("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
                    .contains(event.get("method").asText()))
        .map(JsonNode::toString)
        .toList();
  }

  /** What was asked of the network or the disk, the page's pictures left out. */
  List<String> requests() {
    return events.stream()
        .filter(event -> event.get("method").asText().equals("Network.requestWillBeSent"))
        .map(event -> event.get("params").get("request").get("url").asText())
        .filter(url -> !url.startsWith("data:"))
        .toList();
  }

  void screenshot(Path file, boolean wholePage) throws Exception {
    JsonNode picture =
        send(
            "Page.captureScreenshot",
            parameters().put("format", "png").put("captureBeyondViewport", wholePage));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
  }

  /** Pages of a PDF. */
  byte[] pdf() throws Exception {
    return Base64.getDecoder()
        .decode(
            send("Page.printToPDF", parameters().put("printBackground", true))
                .get("data")
                .asText());
  }

  @Override
  public void close() throws Exception {
    // They write into the profile for a moment longer than the process that started them.
    List<ProcessHandle> helpers = process.descendants().toList();
    socket.abort();
    process.destroy();
    end(process.toHandle());
    for (ProcessHandle helper : helpers) {
      end(helper);
    }
  }

  private static void end(ProcessHandle process) throws Exception {
    try {
      process.onExit().get(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      process.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        receive(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void receive(String message) {
      try {
        JsonNode node = JSON.readTree(message);
        if (node.has("id")) {
          answers.remove(node.get("id").asInt()).complete(node);
        } else {
          events.add(node);
        }
      } catch (IOException e) {
        answers.values().forEach(answer -> answer.completeExceptionally(e));
      }
    }
  }
}
