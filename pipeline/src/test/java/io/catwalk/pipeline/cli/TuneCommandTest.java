package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.tune.TuneRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TuneCommandTest {

  private final CommandLineRun command = new CommandLineRun();

  private CommandLineRun tune(String... more) {
    String[] words = {"tune", "--set=data.source=pets", "--model=lenet5", "--epochs=9"};
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return command.run(all);
  }

  @Test
  void tellsEachTrainingAndTheBest() {
    tune("--trials=20");

    assertThat(command.code).isZero();
    assertThat(command.err)
        .contains(
            "tune: setting 1 of 20, 9 epochs in 1:03 min: validation accuracy 0.7500 (as configured); best 0.7500, setting 1\n",
            "tune: setting 2 of 20, 1 epoch in 7.0 s: failed (train.minibatch = 16): the loss exploded\n",
            "best 0.8750, setting 3\n");
    assertThat(command.out)
        .isEqualTo(
            """
            best         validation accuracy 0.8750 after 9 epochs; as configured 0.7500
            settings     train.minibatch = 16
            tried        2 settings in 3 trainings (1 failed), 2:20 min
            compared     on 100 validation images of pets@3f2a91, by accuracy; the best of many looks better there than it is, and images to test took no part
            table        file:/store/tunings/best-pets/trials.csv
            report       file:/store/tunings/best-pets/tuning.html
            train it by  catwalk train --config file:/store/tunings/best-pets/best.conf
            """);
  }

  @Test
  void jsonIsForScripts() {
    tune("--json", "--quiet");

    assertThat(command.out)
        .contains("\"validation_accuracy\" : 0.875", "\"train.minibatch\" : \"16\"");
    assertThat(command.err).isEmpty();
  }

  @Test
  void aSettingIsTheUsersConfigurationUnderIt() {
    tune("--minutes=7", "--trials=5");

    TuneRequest request = (TuneRequest) command.jobs.request;
    assertThat(request.config().tune().minutes()).isEqualTo(7);
    assertThat(request.config().tune().trials()).isEqualTo(5);
    var tried = request.with(Map.of("train.minibatch", "16"), 3);
    assertThat(tried.train().minibatch()).isEqualTo(16);
    assertThat(tried.train().epochs()).isEqualTo(3);
    assertThat(tried.model().name()).isEqualTo("lenet5");
  }

  @Test
  void anInterruptionEndsWithItsExitCode() {
    command.jobs.failure = CatwalkException.stopped(ExitCode.INTERRUPTED, "stopped");

    assertThat(tune().code).isEqualTo(130);
    assertThat(command.out).isEmpty();
  }
}
