package io.catwalk.pipeline.doctor;

/**
 * @param waitSeconds for which the first executor is waited for, at least 1
 * @param benchmarkSeconds for which each executor trains LeNet-5; 0 leaves that out
 */
public record DoctorOptions(int waitSeconds, double benchmarkSeconds) {

  public static final int USUAL_WAIT = 60;
  public static final double USUAL_BENCHMARK = 2;
}
