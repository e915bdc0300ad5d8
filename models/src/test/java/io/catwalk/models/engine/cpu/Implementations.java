package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.Samples;

/** Prints what oneDNN runs in a step of each network that is named. */
final class Implementations {

  private static final int MINIBATCH = 64;

  private Implementations() {}

  public static void main(String[] networks) {
    for (String network : networks) {
      CpuDevice device = new CpuDevice();
      try (CpuSession session =
          (CpuSession) device.open(Samples.network(network).plan(), MINIBATCH)) {
        System.out.println(device.description());
        session.implementations(MINIBATCH).forEach(System.out::println);
      }
    }
  }
}
