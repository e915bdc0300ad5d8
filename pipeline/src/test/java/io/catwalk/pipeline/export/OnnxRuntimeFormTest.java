package io.catwalk.pipeline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How ONNX Runtime is found, and what is said where it is not. */
class OnnxRuntimeFormTest {

  private static final String FETCH =
      " its jar, which `mvn dependency:copy -Dartifact=com.microsoft.onnxruntime:onnxruntime:1.22.0 -DoutputDirectory=.` fetches";

  private static final ClassLoader JAVA = ClassLoader.getPlatformClassLoader();

  @TempDir private Path folder;

  @Test
  void withoutAJar() {
    fails(
        ExitCode.USAGE,
        () -> OnnxRuntimeForm.open(new byte[0], Optional.empty(), JAVA),
        "ONNX Runtime is no part of Catwalk; --onnxruntime FILE names" + FETCH);
  }

  @Test
  void aFileThatIsNotThere() {
    Path gone = folder.resolve("gone.jar");
    fails(
        ExitCode.USAGE,
        () -> OnnxRuntimeForm.open(new byte[0], Optional.of(gone), JAVA),
        "--onnxruntime " + gone + ": there is no such file");
  }

  @Test
  void anotherJar() throws IOException {
    Path jar = folder.resolve("other.jar");
    new JarOutputStream(Files.newOutputStream(jar)).close();
    fails(
        ExitCode.USAGE,
        () -> OnnxRuntimeForm.open(new byte[0], Optional.of(jar), JAVA),
        "--onnxruntime " + jar + ": holds no ONNX Runtime; expected" + FETCH);
    Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
    fails(
        ExitCode.USAGE,
        () -> OnnxRuntimeForm.open(new byte[0], Optional.of(text), JAVA),
        "--onnxruntime " + text + ": holds no ONNX Runtime; expected" + FETCH);
  }

  @Test
  void whatItRefusesIsTold() {
    assertThatThrownBy(
            () ->
                OnnxRuntimeForm.open(
                    new byte[] {1, 2, 3}, Optional.empty(), getClass().getClassLoader()))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageStartingWith("ONNX Runtime refuses the model: ");
  }

  private static void fails(ExitCode code, ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(code))
        .hasMessage(message);
  }
}
