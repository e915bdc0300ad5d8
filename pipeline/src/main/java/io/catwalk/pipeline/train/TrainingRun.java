package io.catwalk.pipeline.train;

import io.catwalk.models.learning.LearningRate;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.train.averaging.AveragingMaster;
import io.catwalk.pipeline.train.checkpoint.Checkpoint;
import io.catwalk.pipeline.train.checkpoint.Checkpoint.Best;
import io.catwalk.pipeline.train.checkpoint.Position;
import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.state.NetworkCopy;
import io.catwalk.pipeline.train.worker.ValidationScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The epochs and rounds of one training, from its beginning or from a checkpoint. */
final class TrainingRun {

  private final TrainingConfig config;
  private final AveragingMaster master;
  private final Validator validator;
  private final Data data;
  private final Checkpoints checkpoints;
  private final StopSignal stop;
  private final TrainingListener listener;
  private final TrainingJobs jobs;
  private final Stagnation stagnation;
  private final MovingAverage average;
  private final List<Epoch> history = new ArrayList<>();
  private Position position = Position.START;
  private double firstLoss = Double.NaN;
  private Best best = Best.NONE;
  private volatile boolean hurried;

  /**
   * @param data what is trained on
   */
  TrainingRun(
      TrainingConfig config,
      AveragingMaster master,
      Validator validator,
      Data data,
      Control control) {
    this.config = config;
    this.master = master;
    this.validator = validator;
    this.data = data;
    this.checkpoints = control.checkpoints();
    this.stop = control.stop();
    this.listener = control.listener();
    this.jobs = control.jobs();
    this.stagnation = new Stagnation(config.learning());
    this.average = new MovingAverage(config.learning().emaDecay(), master.network());
  }

  /**
   * @param examples in the training split
   * @param classes that it tells apart
   * @param hosts where workers' examples lie
   */
  record Data(long examples, int classes, WorkerHosts hosts) {}

  /**
   * Who may stop it, and who hears of it.
   *
   * @param checkpoints where it is saved, and may go on from
   */
  record Control(
      Checkpoints checkpoints, StopSignal stop, TrainingListener listener, TrainingJobs jobs) {}

  /** Looks up on which host a worker is. */
  interface WorkerHosts {

    /**
     * @param worker 0-based
     */
    String of(int worker);
  }

  TrainingResult train(ModelCard card) {
    checkpoints.found().ifPresent(this::goOn);
    try (StopSignal.Section orderly = stop.orderly(this::hurry)) {
      epochs();
    }
    double seconds = history.stream().mapToDouble(Epoch::seconds).sum();
    MultiLayerNetwork network = master.network().clone();
    best.network().restore(network);
    return new TrainingResult(
        new TrainedModel(card, network), best.epoch(), history, data.examples(), seconds);
  }

  private void epochs() {
    try {
      while (position.epoch() <= config.epochs() && !stagnation.endsTraining(history)) {
        epoch();
      }
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare.
      if (hurried && CatwalkException.among(e).isEmpty()) {
        // What was given up left the network as it was after the round before.
        stopWhereAsked(whereItStands());
      }
      throw e;
    }
  }

  private String whereItStands() {
    return position.round() == 0
        ? String.format(Locale.ROOT, "epoch %d of %d", position.epoch() - 1, config.epochs())
        : String.format(
            Locale.ROOT,
            "epoch %d of %d, round %d",
            position.epoch(),
            config.epochs(),
            position.round());
  }

  /** Ends what a round waits for, at any moment. */
  private void hurry() {
    hurried = true;
    master.abandon();
    jobs.cancel();
  }

  private void goOn(Checkpoint from) {
    master.restore(from.network(), from.velocity());
    average.restore(from.average());
    position = from.position();
    firstLoss = from.firstLoss();
    history.addAll(from.history());
    best = from.best();
    listener.resumed(position.epoch(), position.round(), checkpoints.foundUri(), from.history());
  }

  private Checkpoint snapshot() {
    return new Checkpoint(
        position,
        firstLoss,
        history,
        best,
        NetworkCopy.of(master.network()),
        master.velocity().clone(),
        average.values().clone());
  }

  private void epoch() {
    int epoch = position.epoch();
    listener.epochStarted(epoch, config.epochs(), data.examples());
    rounds(epoch);
    MultiLayerNetwork judged = average.network();
    ValidationScore score = validate(epoch, judged);
    if (score.betterThan(best.score(), config.learning().earlyStopping().metric())) {
      best = new Best(epoch, score, NetworkCopy.of(judged));
    }
    Epoch result = result(score);
    history.add(result);
    position = Position.startOf(epoch + 1);
    listener.epochFinished(result);
    boolean early = epoch < config.epochs() && stagnation.endsTraining(history);
    if (early) {
      listener.endedEarly(epoch, best.epoch());
    }
    if (early || epoch == config.epochs()) {
      checkpoints.last(this::snapshot);
    } else {
      checkpoints.afterEpoch(epoch, this::snapshot);
    }
    stopWhereAsked("epoch " + epoch + " of " + config.epochs());
  }

  private ValidationScore validate(int epoch, MultiLayerNetwork judged) {
    if (validator.idle()) {
      master.pause();
    } else {
      jobs.describe(String.format(Locale.ROOT, "epoch %d of %d: validate", epoch, config.epochs()));
      master.rest();
    }
    return validator.score(judged);
  }

  private Epoch result(ValidationScore score) {
    return new Epoch(
        position.epoch(),
        data.examples(),
        position.seconds(),
        data.examples() / position.seconds(),
        position.lossSum() / position.done(),
        score.loss(),
        score.accuracy(),
        score.macroF1(),
        LearningRate.of(master.network()));
  }

  private void rounds(int epoch) {
    int frequency = config.averaging().frequency(epoch);
    double rate = stagnation.rate(history);
    int rounds =
        config.averaging().rounds(data.examples(), config.workers(), config.minibatch(), epoch);
    while (position.round() < rounds) {
      String where =
          String.format(
              Locale.ROOT,
              "epoch %d of %d, round %d of %d",
              epoch,
              config.epochs(),
              position.round() + 1,
              rounds);
      jobs.describe(where);
      long started = System.nanoTime();
      AveragingMaster.RoundResult result =
          master.run(
              new RoundPlan(
                  config.seed(), epoch, position.round(), config.minibatch(), frequency, rate));
      refuseDivergence(where, result);
      average.follow();
      position = position.after(result, (System.nanoTime() - started) / 1e9);
      listener.advanced(position.done(), result.loss());
      checkpoints.afterRound(this::snapshot);
      if (position.round() < rounds) {
        stopWhereAsked(where);
      }
    }
    if (position.done() != data.examples()) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "Epoch %d trained on %,d examples where the manifest counts %,d",
              epoch,
              position.done(),
              data.examples()));
    }
  }

  private void refuseDivergence(String where, AveragingMaster.RoundResult result) {
    firstLoss = Double.isNaN(firstLoss) ? result.loss() : firstLoss;
    Divergence divergence = new Divergence(firstLoss, data.classes());
    if (!divergence.is(result, master.network())) {
      return;
    }
    checkpoints.await();
    // To find the worst worker's host takes a job.
    master.rest();
    throw divergence.told(
        where,
        result,
        master.network(),
        config.learningRate(),
        data.hosts(),
        checkpoints.newest().map(uri -> "; the last good checkpoint is " + uri).orElse(""));
  }

  private void stopWhereAsked(String where) {
    stop.requested()
        .ifPresent(
            signal -> {
              if (!position.equals(Position.START)) {
                checkpoints.last(this::snapshot);
              }
              String saved =
                  checkpoints
                      .newest()
                      .map(uri -> ", saved in " + uri)
                      .orElse(", nothing was saved");
              throw CatwalkException.stopped(signal, "stopped after " + where + saved);
            });
  }
}
