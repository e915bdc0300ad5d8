package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.config.RetrainConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tells a program, a web address or both. What goes wrong is told, and changes nothing. */
final class Hooks {

  private final RetrainConfig.Hooks config;

  Hooks(RetrainConfig.Hooks config) {
    this.config = config;
  }

  /**
   * @param outcome id
   * @param verdict written as JSON
   * @return what went wrong, a sentence each
   */
  List<String> tell(String outcome, Object verdict) {
    List<String> failures = new ArrayList<>();
    if (!config.outcomes().contains(outcome)) {
      return failures;
    }
    byte[] json = Json.write(verdict);
    try {
      if (!config.command().isEmpty()) {
        run(json, failures);
      }
      if (!config.webhook().isEmpty()) {
        post(json, failures);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failures.add("hooks were interrupted");
    }
    return failures;
  }

  private void run(byte[] json, List<String> failures) throws InterruptedException {
    String name = "retrain.hooks.command " + config.command().get(0);
    try {
      Process process =
          new ProcessBuilder(config.command())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(json);
      } catch (IOException e) {
        // It does not have to read what it is told; its exit code says whether it is content.
      }
      if (!process.waitFor(config.seconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        failures.add(name + " did not end within " + config.seconds() + " s and was ended");
      } else if (process.exitValue() != 0) {
        failures.add(name + " ended with " + process.exitValue());
      }
    } catch (IOException e) {
      failures.add(name + " cannot be started: " + e.getMessage());
    }
  }

  private void post(byte[] json, List<String> failures) throws InterruptedException {
    URI uri = URI.create(config.webhook());
    Duration limit = Duration.ofSeconds(config.seconds());
    // A path or query may hold a secret: messages name the host alone.
    String name = "retrain.hooks.webhook at " + uri.getHost();
    try {
      HttpResponse<Void> response =
          HttpClient.newBuilder()
              .connectTimeout(limit)
              .build()
              .send(
                  HttpRequest.newBuilder(uri)
                      .timeout(limit)
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                      .build(),
                  HttpResponse.BodyHandlers.discarding());
      if (response.statusCode() / 100 != 2) {
        failures.add(name + " answered " + response.statusCode());
      }
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      failures.add(name + " cannot be told: " + reason);
    }
  }
}
