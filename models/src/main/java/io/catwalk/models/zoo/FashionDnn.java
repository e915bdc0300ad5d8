package io.catwalk.models.zoo;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.DenseBlock;
import io.catwalk.models.blocks.DropoutBlock;
import java.util.List;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * The textbook's network of dense layers for Fashion-MNIST, which its CNN is compared with. 235,146
 * parameters for 28×28 grey and 10 classes.
 */
public final class FashionDnn {

  public static final DescribedNetwork NETWORK =
      new DescribedNetwork(
          "fashion-dnn",
          "The textbook's dense network for Fashion-MNIST, without convolutions",
          new ImageShape(28, 28, 1),
          false,
          WeightInit.RELU,
          List.of(
              // 784 → 256: 200,960
              DenseBlock.relu(256),
              new DropoutBlock(0.25),
              // → 128: 32,896; → classes: 1,290 for 10
              DenseBlock.relu(128)));

  private FashionDnn() {}
}
