package io.catwalk.pipeline.export;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.State;
import io.catwalk.pipeline.dataset.PixelScale;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@code model.zip}, as the engine computes it on this machine's processor. */
final class EngineForm implements ServedModel.Form {

  private final TrainedModel model;
  private final Plan plan;
  private final State state;

  EngineForm(TrainedModel model) {
    this.model = model;
    this.plan =
        Plan.of(model.network().getLayerWiseConfigurations(), Extent.of(model.card().shape()));
    this.state = State.of(model.network());
  }

  /** Library and instruction set. */
  static String description() {
    return Device.named("cpu").description();
  }

  @Override
  public ServedModel open(ServedModel.Pictures pictures) {
    Session session = Device.named("cpu").open(plan, pictures.count());
    session.write(state);
    return new Served(session, model, pictures);
  }

  private static final class Served implements ServedModel {

    private final Session session;
    private final PixelScale scale;
    private final Pictures pictures;
    private final float[] values;
    private final long[] shape;
    private final INDArray rows;

    Served(Session session, TrainedModel model, Pictures pictures) {
      ModelCard card = model.card();
      this.session = session;
      this.scale = model.vectoriser().scale();
      this.pictures = pictures;
      this.values = new float[pictures.planes().length];
      this.shape =
          new long[] {
            pictures.count(), card.shape().channels(), card.shape().height(), card.shape().width()
          };
      this.rows = Nd4j.createUninitialized(DataType.FLOAT, pictures.count(), card.classes().size());
    }

    @Override
    public float[][] answer() {
      for (int i = 0; i < pictures.count(); i++) {
        scale.scale(pictures.planes(), i * scale.values(), values, i * scale.values());
      }
      try (INDArray images = Nd4j.create(values, shape, 'c')) {
        session.infer(images, rows);
      }
      return rows.toFloatMatrix();
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
