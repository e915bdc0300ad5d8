package io.catwalk.pipeline.storage;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** On the local disk. */
class LocalStoreContractTest extends StoreContract {

  @TempDir private Path temporary;

  @Override
  String root() {
    return temporary.toUri().toString();
  }

  @Override
  HadoopStorage storage() {
    return HadoopStorage.with(Map.of());
  }
}
