/**
 * The device {@code cuda}: NVIDIA's GPUs by CUDA, with kernels of our own alone.
 *
 * <ul>
 *   <li>{@code NodeReader} makes nodes of a plan, what is computed together; {@code Lowering} makes
 *       launches of the nodes ({@code Convolutions}, {@code DenseLayers}, {@code Norms}, {@code
 *       MapLaunches}, {@code StepLaunches}); {@code Tape} places the memory that they share.
 *   <li>{@code Programs} keeps what was made for each number of images; {@code Rounds} runs steps.
 *   <li>{@code Accelerator} is what launches run on: {@code Gpu}, with all of CUDA behind it, or in
 *       tests a process that runs the same kernels, compiled by g++, on the CPU.
 *   <li>The kernels are CUDA C among the resources, compiled by NVRTC for the GPU that is there.
 * </ul>
 */
package io.catwalk.models.engine.cuda;
