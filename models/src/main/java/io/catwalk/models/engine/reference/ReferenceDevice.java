package io.catwalk.models.engine.reference;

import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Session;

/** The oracle of the other devices. */
public record ReferenceDevice() implements Device {

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public String description() {
    return "plain Java, double precision";
  }

  @Override
  public Session open(Plan plan, int minibatch) {
    return new ReferenceSession(plan, minibatch);
  }
}
