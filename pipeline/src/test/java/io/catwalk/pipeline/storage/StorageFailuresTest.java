package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.net.ConnectException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;

class StorageFailuresTest {

  @Test
  void theOutermostThatSaysSomethingOfTheStorageIsTold() {
    assertThat(StorageFailures.recognise(new IOException("full\nmore")))
        .contains("IOException: full");
    assertThat(StorageFailures.recognise(new ConnectException()))
        .contains("ConnectException: null");
    assertThat(StorageFailures.recognise(new IOException(""))).contains("IOException: ");
    assertThat(
            StorageFailures.recognise(
                new IllegalStateException(
                    "job", new IOException("outer", new ConnectException("inner")))))
        .contains("IOException: outer");
    assertThat(
            StorageFailures.recognise(
                CatwalkException.cluster("Cannot write x: full", new IOException("full"))))
        .contains("Cannot write x: full");
  }

  @Test
  void whatExecutorsSayIsFoundInTheText() {
    assertThat(
            StorageFailures.recognise(
                new IllegalStateException(
                    "Lost task 0.3 (host executor 1): java.net.ConnectException: refused (again)")))
        .contains("java.net.ConnectException: refused");
    assertThat(StorageFailures.recognise(new IllegalStateException("java.lang.Error: x")))
        .isEmpty();
  }

  @Test
  void whatWaitingDoesNotMendIsNone() {
    assertThat(StorageFailures.recognise(new IllegalStateException("bug"))).isEmpty();
    assertThat(StorageFailures.recognise(new NullPointerException())).isEmpty();
    assertThat(
            StorageFailures.recognise(
                new IOException("outer", new AccessControlException("no rights"))))
        .isEmpty();
    assertThat(
            StorageFailures.recognise(
                new IOException("outer", CatwalkException.data("the file is damaged"))))
        .isEmpty();
    assertThat(
            StorageFailures.recognise(
                CatwalkException.cluster("no cores", new IllegalStateException("bug"))))
        .isEmpty();
  }
}
