package io.catwalk.pipeline.ingest.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IngestStatisticsTest {

  private static IngestedImage image(int i) {
    String sha = Digests.hex(Digests.sha256("image " + i));
    byte[] pixels = {(byte) i, (byte) (i * 7), (byte) (i * 13), (byte) 200};
    Split split = Split.values()[i % 3];
    return new IngestedImage(
        "p" + i, i % 2, split, sha, pixels, "", 2, 2, null, null, 10, java.util.Map.of(), true);
  }

  private static IngestStatistics sum(List<IngestedImage> images, int parts) {
    List<IngestStatistics> partial = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      partial.add(new IngestStatistics(2, 1));
    }
    for (int i = 0; i < images.size(); i++) {
      partial.get(i % parts).add(images.get(i));
    }
    return partial.stream().reduce(new IngestStatistics(2, 1), IngestStatistics::merge);
  }

  @Test
  void isTheSameForEveryPartitioning() {
    List<IngestedImage> images = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      images.add(image(i));
    }
    IngestStatistics one = sum(images, 1);
    Collections.shuffle(images, new Random(3));
    IngestStatistics many = sum(images, 7);
    assertThat(many.content()).isEqualTo(one.content());
    assertThat(many.mean(4)).isEqualTo(one.mean(4));
    assertThat(many.standardDeviation(4)).isEqualTo(one.standardDeviation(4));
    images.remove(0);
    assertThat(sum(images, 7).content()).isNotEqualTo(one.content());
  }

  @Test
  void measuresTheTrainingSplitAlone() {
    IngestStatistics statistics = sum(List.of(image(0), image(1), image(2)), 1);
    // image 0 alone trains: 0, 0, 0, 200
    assertThat(statistics.mean(4).get(0)).isCloseTo(50 / 255.0, within(1e-12));
    assertThat(statistics.standardDeviation(4).get(0))
        .isCloseTo(Math.sqrt(7_500) / 255, within(1e-12));
  }

  @Test
  void bucketsFollowTheOrderOfTheHashes() {
    ShardPartitioner partitioner = ShardPartitioner.forBytes(300L << 20);
    assertThat(partitioner.numPartitions()).isEqualTo(5);
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      hashes.add(Digests.hex(Digests.sha256("x" + i)));
    }
    Collections.sort(hashes);
    List<Integer> buckets = hashes.stream().map(partitioner::getPartition).toList();
    assertThat(buckets).isSorted().contains(0, 1, 2, 3, 4).doesNotContain(5);
    assertThat(ShardPartitioner.forBytes(1).numPartitions()).isEqualTo(1);
    assertThat(ShardPartitioner.forBytes(0).numPartitions()).isEqualTo(1);
  }
}
