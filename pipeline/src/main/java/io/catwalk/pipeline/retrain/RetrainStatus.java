package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.registry.AuditEntry;
import io.catwalk.pipeline.registry.Champion;

/**
 * How a model's retraining stands; as JSON (snake_case) it is what {@code --status --json} prints.
 *
 * @param model name in the registry
 * @param champion null while there is none
 * @param last how the last retraining ended; null while there was none
 * @param holder who is at work; null when nobody is
 * @param attempt id of the run that was begun and not judged; null when there is none
 * @param next what would be done now, in a sentence
 */
public record RetrainStatus(
    String model, Champion champion, AuditEntry last, String holder, String attempt, String next) {}
