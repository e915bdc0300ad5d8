package io.catwalk.models.engine;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** Something that computes plans. Found by name among the services of this type. */
public interface Device {

  /** {@code reference}, {@code cpu} or {@code cuda}. */
  String name();

  /**
   * What computes, in one line: library and version, instruction set or GPU, precision.
   *
   * @throws DeviceException where it cannot be used here
   */
  String description();

  /** Whether it has a memory of its own, in which examples had better stay between steps. */
  default boolean keepsExamples() {
    return false;
  }

  /**
   * Refuses what it cannot compute, wherever this is called: nothing of the machine is asked.
   *
   * @throws DeviceException naming the layer
   */
  default void check(Plan plan) {}

  /**
   * Makes a plan runnable, for one thread at a time.
   *
   * @param minibatch the largest number of examples that a step or an inference will have
   * @throws DeviceException where this device cannot be used here, or not for this plan
   */
  Session open(Plan plan, int minibatch);

  /**
   * The device of this name.
   *
   * @throws IllegalArgumentException for any other name, telling those that there are
   */
  static Device named(String name) {
    return all().stream()
        .filter(device -> device.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a device of " + names() + ", found " + name));
  }

  /** Of all devices, in alphabetical order. */
  static List<String> names() {
    return all().stream().map(Device::name).toList();
  }

  private static List<Device> all() {
    return ServiceLoader.load(Device.class, Device.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(Device::name))
        .toList();
  }
}
