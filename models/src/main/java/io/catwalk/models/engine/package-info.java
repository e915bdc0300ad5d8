/**
 * What computes training steps and inference: a network's {@link io.catwalk.models.engine.Plan} and
 * the {@link io.catwalk.models.engine.Device}s that run it. No Spark, no files, no configuration.
 *
 * <ul>
 *   <li>The plan is data alone: {@code Plan} with its values, {@code Operation}s, {@code
 *       Parameter}s, {@code UpdaterBlock}s and {@code Loss}. {@code PlanReader} makes it of DL4J's
 *       configuration; {@code LayerRules} refuses what no device computes, {@code ParameterLayout}
 *       knows where DL4J lays things.
 *   <li>A device opens a {@code Session} of a plan, which holds the state. {@code State} goes in
 *       and out in DL4J's flattened order, so that nothing else knows of layouts. {@code Progress}
 *       says where a training is; {@code DropoutMask} draws the same masks everywhere.
 *   <li>{@code Examples} stay on a device as bytes ({@code ImageBytes}, prepared by {@code
 *       Preparation}) and are trained on by rounds of steps.
 * </ul>
 *
 * <p>Sub-rooms, which know this room and not each other: {@code reference} is slow and obvious and
 * judges the others in tests; {@code cpu} is oneDNN.
 */
package io.catwalk.models.engine;
