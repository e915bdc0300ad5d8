package io.catwalk.pipeline.storage;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where {@code -Dcatwalk.contract.root=URI} says, such as {@code abfs://…} or {@code gs://…}, with
 * the system properties that begin with {@code fs.} as Hadoop's settings. {@link ContractMain} runs
 * it.
 */
class GivenStoreContract extends StoreContract {

  static final String ROOT = "catwalk.contract.root";

  @Override
  String root() {
    return System.getProperty(ROOT);
  }

  @Override
  HadoopStorage storage() {
    return HadoopStorage.with(settings());
  }

  static Map<String, String> settings() {
    return System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("fs."))
        .collect(Collectors.toMap(name -> name, System::getProperty));
  }
}
