package io.catwalk.pipeline.cluster;

import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Precision;
import io.catwalk.models.engine.Session;
import io.catwalk.pipeline.spark.TaskDevice.Devices;
import java.util.concurrent.atomic.AtomicInteger;

/** GPUs that are not there: a processor computes, and tells in its log as which one. */
public final class TellingDevices implements Devices {

  static final String LINE = "computes as GPU ";
  private static final AtomicInteger OPENED = new AtomicInteger();

  /** How many sessions were opened in this process. */
  public static int opened() {
    return OPENED.get();
  }

  @Override
  public int count() {
    return 2;
  }

  @Override
  public Device engine(int number, Precision precision) {
    return new Pretended(number, precision);
  }

  record Pretended(int number, Precision precision) implements Device {

    @Override
    public String name() {
      return "cuda";
    }

    @Override
    public String description() {
      return "pretended, " + precision;
    }

    @Override
    public boolean keepsExamples() {
      return true;
    }

    @Override
    public Session open(Plan plan, int minibatch) {
      OPENED.incrementAndGet();
      System.err.println(LINE + number);
      return Device.named("cpu").open(plan, minibatch);
    }
  }
}
