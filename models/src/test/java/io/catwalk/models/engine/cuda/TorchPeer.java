package io.catwalk.models.engine.cuda;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * PyTorch on the same GPU, where {@code python3} has it, and the share of its speed that ours is.
 */
final class TorchPeer {

  private static final long SECONDS = 150;

  private final CheckReport report;

  TorchPeer(CheckReport report) {
    this.report = report;
  }

  void run() throws IOException {
    Path script = Files.createTempFile("torch", ".py");
    try (InputStream in = TorchPeer.class.getResourceAsStream("torch_peer.py")) {
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
    }
    Process process;
    try {
      process = new ProcessBuilder("python3", script.toString()).redirectErrorStream(true).start();
    } catch (IOException e) {
      report.tell("torch", "none", "python3 is not here: " + e.getMessage());
      return;
    }
    process
        .onExit()
        .completeOnTimeout(process, SECONDS, TimeUnit.SECONDS)
        .thenAccept(Process::destroyForcibly);
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(this::line);
    }
    Files.delete(script);
  }

  private void line(String line) {
    String[] words = line.split(" ");
    if (words[0].equals("version")) {
      report.tell("torch", "version", line);
    }
    if (!words[0].equals("speed")) {
      System.out.println("torch: " + line);
      return;
    }
    String name = words[1] + " " + words[2];
    double theirs = Double.parseDouble(words[4]);
    double ours = report.speeds().getOrDefault(name, Double.NaN);
    double wanted =
        words[3].equals("eager")
            ? 15
            : CheckedNetwork.ALL.stream()
                .filter(network -> network.toString().equals(name))
                .mapToDouble(CheckedNetwork::wanted)
                .findFirst()
                .orElse(0);
    report.add(
        "torch",
        name + " " + words[3],
        String.format(Locale.ROOT, "%.0f images/s, ours is %.2f x", theirs, ours / theirs),
        String.format(Locale.ROOT, "%.1f x", wanted),
        ours / theirs >= wanted);
  }
}
