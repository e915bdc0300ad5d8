package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

  @Test
  void itsWordsAreForPeople() {
    assertThat(of("far", 7).words()).isEqualTo("process 7 on far");
    assertThat(of("", 7).words()).isEqualTo("process 7");
    assertThat(of("far", 0).words()).isEqualTo("an unknown process");
  }

  @Test
  void numbersAreSharedWithinOneNamespaceOfOneMachineAlone() {
    ProcessIdentity one = of("a", "boot", "ns", 7);
    assertThat(one.sharesNumbersWith(of("b", "boot", "ns", 8))).isTrue();
    assertThat(one.sharesNumbersWith(of("a", "other", "ns", 7))).isFalse();
    assertThat(one.sharesNumbersWith(of("a", "boot", "other", 7))).isFalse();
    assertThat(of("a", "", "ns", 7).sharesNumbersWith(of("a", "", "ns", 7))).isFalse();
    assertThat(of("a", "boot", "", 7).sharesNumbersWith(of("a", "boot", "", 7))).isFalse();
  }

  private static ProcessIdentity of(String host, long pid) {
    return of(host, "boot", "ns", pid);
  }

  private static ProcessIdentity of(String host, String boot, String namespace, long pid) {
    return new ProcessIdentity("id", host, boot, namespace, pid, "1");
  }
}
