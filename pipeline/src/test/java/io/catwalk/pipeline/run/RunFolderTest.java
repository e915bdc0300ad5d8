package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFolderTest {

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"runs", "checkpoints"})
  void aRunOfAnotherUserIsRefused(String root) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(root).resolve("r1"));
    UserPrincipal other =
        temporary.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "needs the right to give files away");
    Files.setOwner(folder, other);

    assertThatThrownBy(() -> RunFolder.refuseForeign(store(), "r1"))
        .isInstanceOf(CatwalkException.class)
        .hasMessage(
            "Run r1 belongs to nobody (%s); choose another --run-id, or go on with it as nobody"
                .formatted(store().resolve(root + "/r1")));
  }

  @Test
  void onesOwnIsNot() throws IOException {
    RunFolder.refuseForeign(store(), "r1");
    Files.createDirectories(temporary.resolve("checkpoints/r1"));

    RunFolder.refuseForeign(store(), "r1");
  }

  private ArtifactStore store() {
    return HadoopStorage.with(Map.of()).store(temporary.toString());
  }
}
