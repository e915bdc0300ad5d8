package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.doctor.Doctor.DoctorOptions;
import io.catwalk.pipeline.doctor.Severity;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {

  private final CommandLineRun command = new CommandLineRun();

  @Test
  void tellsEachFindingWithItsCure() {
    command.run("doctor", "--master", "local[2]", "--storage", "/data");

    assertThat(command.code).isZero();
    assertThat(command.out)
        .isEqualTo(
            """
            check    verdict  what
            java     ok       Java 17
            threads  warning  four on two

            warning: four on two
              why:  they spin
              cure: set two

            A job can run, with 1 warning (1.5 s)
            """);
    assertThat(command.errLines()).containsExactly("doctor: asking executors");
    assertThat(command.doctor.config.cluster().master()).isEqualTo("local[2]");
    assertThat(command.doctor.config.storageRoot()).isEqualTo("/data");
    assertThat(command.doctor.options).isEqualTo(new DoctorOptions(60, 2));
  }

  @Test
  void endsWith4WhereAJobWouldFail() {
    command.doctor.severity = Severity.ERROR;

    command.run("doctor", "--json", "--quiet", "--wait", "5", "--benchmark", "0");

    assertThat(command.code).isEqualTo(4);
    assertThat(command.out).contains("\"healthy\" : false", "\"severity\" : \"error\"");
    assertThat(command.err).isEmpty();
    assertThat(command.doctor.options).isEqualTo(new DoctorOptions(5, 0));
  }

  @Test
  void refusesTimesThatAreNone() {
    assertThat(command.run("doctor", "--wait", "0").code).isEqualTo(2);
    assertThat(command.err).contains("--wait 0: expected");
    assertThat(command.run("doctor", "--benchmark", "-1").code).isEqualTo(2);
    assertThat(command.err).contains("--benchmark -1.0: expected");
  }
}
