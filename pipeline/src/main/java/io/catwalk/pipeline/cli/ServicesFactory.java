package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.option.Services;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Lets picocli make commands that take the services by their constructor. */
final class ServicesFactory implements IFactory {

  private final Services services;

  ServicesFactory(Services services) {
    this.services = services;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Services.class})) {
        constructor.setAccessible(true); // commands and their constructors are their room's own
        return type.cast(constructor.newInstance(services));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
