package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.catwalk.pipeline.config.RetrainConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HooksTest {

  private static final Map<String, String> VERDICT = Map.of("outcome", "kept");

  @TempDir Path folder;

  @Test
  void aCommandReadsTheVerdict() throws IOException {
    Path file = folder.resolve("told.json");

    List<String> failures =
        hooks(List.of("/bin/sh", "-c", "cat > \"$0\"", file.toString()), "", 20)
            .tell("kept", VERDICT);

    assertThat(failures).isEmpty();
    assertThat(Files.readString(file)).isEqualTo("{\n  \"outcome\" : \"kept\"\n}\n");
  }

  @Test
  void anotherOutcomeIsNotTold() {
    assertThat(hooks(List.of("/nowhere/program"), "", 20).tell("nothing-new", VERDICT)).isEmpty();
  }

  @Test
  void whatGoesWrongIsToldAndNoMore() {
    assertThat(hooks(List.of("/nowhere/program"), "", 20).tell("kept", VERDICT))
        .singleElement()
        .asString()
        .startsWith("retrain.hooks.command /nowhere/program cannot be started");
    assertThat(hooks(List.of("/bin/sh", "-c", "exit 7"), "", 20).tell("kept", VERDICT))
        .containsExactly("retrain.hooks.command /bin/sh ended with 7");
    assertThat(hooks(List.of("/bin/sleep", "60"), "", 1).tell("kept", VERDICT))
        .containsExactly("retrain.hooks.command /bin/sleep did not end within 1 s and was ended");
    assertThat(hooks(List.of(), "http://127.0.0.1:1/secret", 5).tell("kept", VERDICT))
        .singleElement()
        .asString()
        .startsWith("retrain.hooks.webhook at 127.0.0.1 cannot be told")
        .doesNotContain("secret");
  }

  @Test
  void bothAreToldWhateverBecomesOfTheOther() {
    assertThat(hooks(List.of("/bin/false"), "http://127.0.0.1:1/", 5).tell("kept", VERDICT))
        .satisfiesExactly(
            command -> assertThat(command).endsWith("/bin/false ended with 1"),
            webhook -> assertThat(webhook).contains("webhook at 127.0.0.1 cannot be told"));
  }

  @Test
  void whatACommandStartedEndsWithIt() throws IOException {
    Path pid = folder.resolve("pid");

    hooks(List.of("/bin/sh", "-c", "sleep 300 & echo $! > \"$0\"; wait", pid.toString()), "", 2)
        .tell("kept", VERDICT);

    long started = Long.parseLong(Files.readString(pid).strip());
    // Ended, and taken note of by whoever inherits it.
    ProcessHandle.of(started)
        .ifPresent(sleep -> sleep.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  @Test
  void anInterruptionIsToldAndKept() {
    Thread.currentThread().interrupt();

    assertThat(hooks(List.of("/bin/sleep", "60"), "", 60).tell("kept", VERDICT))
        .containsExactly("hooks were interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aWebhookIsPostedTheVerdict() throws IOException {
    AtomicReference<String> told = new AtomicReference<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/good",
        exchange -> {
          told.set(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.createContext(
        "/bad",
        exchange -> {
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    server.start();
    try {
      String host = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(hooks(List.of(), host + "/good", 20).tell("kept", VERDICT)).isEmpty();
      assertThat(told.get()).startsWith("POST application/json {").contains("\"kept\"");
      assertThat(hooks(List.of(), host + "/bad", 20).tell("kept", VERDICT))
          .containsExactly("retrain.hooks.webhook at 127.0.0.1 answered 500");
    } finally {
      server.stop(0);
    }
  }

  private static Hooks hooks(List<String> command, String webhook, int seconds) {
    return new Hooks(
        new RetrainConfig.Hooks(command, webhook, seconds, List.of("promoted", "kept")));
  }
}
