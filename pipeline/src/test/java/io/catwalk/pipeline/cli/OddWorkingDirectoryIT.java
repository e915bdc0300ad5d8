package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as a user types them, with relative paths, where the folder has an odd name. */
class OddWorkingDirectoryIT {

  @TempDir private Path temporary;
  private Path folder;

  @Test
  void relativePathsWorkAndWhatIsPrintedCanBePasted() throws Exception {
    folder = Files.createDirectory(temporary.resolve("my #1 project's 50%20 [x]"));
    draw(folder.resolve("images"));

    String trained =
        catwalk(
            "train",
            "--run-id=r1",
            "--set=data.source=images",
            "--set=data.shape.height=20",
            "--set=data.shape.width=20",
            "--set=train.workers=1",
            "--set=train.epochs=1");
    String model = shell("set -- $(sed -n 's/^model file *//p'); printf %s \"$*\"", trained);
    String pasted = shell("eval \"printf %s $(sed -n 's/^model file *//p')\"", trained);
    String predicted = catwalk("predict", "--model", pasted, "--images", "images");

    assertThat(model).startsWith("'file:");
    assertThat(pasted).isEqualTo("file:" + folder + "/catwalk-storage/runs/r1/model.zip");
    assertThat(predicted).contains("80 scored, 0 unreadable");
  }

  private static void draw(Path images) throws IOException {
    for (int label = 0; label < 2; label++) {
      Path ofClass = Files.createDirectories(images.resolve("class" + label));
      for (int number = 0; number < 40; number++) {
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
        image.setRGB(number % 20, 2 + label * 10 + number / 20, 0xffffff);
        ImageIO.write(image, "png", ofClass.resolve(number + ".png").toFile());
      }
    }
  }

  private String catwalk(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Dcluster.master=local[1]");
    command.add("-Dspark.ui.enabled=false");
    command.addAll(List.of("-cp", absolute(), Main.class.getName()));
    command.addAll(List.of(arguments));
    return run(command, "");
  }

  /** The tests' class path names some folders from where they run. */
  private static String absolute() {
    List<String> parts = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, parts);
  }

  private String shell(String script, String input) throws IOException, InterruptedException {
    return run(List.of("/bin/sh", "-c", script), input);
  }

  private String run(List<String> command, String input) throws IOException, InterruptedException {
    Path in = Files.writeString(temporary.resolve("in"), input);
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
      assertThat(process.exitValue()).as("%s", Files.readString(err)).isZero();
      return Files.readString(out, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }
}
