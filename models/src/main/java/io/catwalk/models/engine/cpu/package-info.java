/**
 * The engine on CPUs, by oneDNN 3 on one thread (threads are {@code OMP_NUM_THREADS}, 1 in a task).
 *
 * <ul>
 *   <li>{@code CpuSession} holds the state in DL4J's order ({@code FlatState}) and one {@code
 *       Network} for each number of examples that it has met.
 *   <li>A {@code Network} is a list of {@code Call}s, prepared once by {@code Compilation}: an
 *       {@code OperationCalls} for each operation of the plan asks oneDNN for the layout that it
 *       likes best, so that blocked layouts flow from one to the next; reorders stand only where
 *       two disagree, and between weights and their flattened order.
 *   <li>What oneDNN has not is Java on small arrays: {@code CrossEntropy}, {@code Updates} in
 *       chunks that stay in cache, dropout's masks, running statistics, the scaled tanh.
 * </ul>
 *
 * A step allocates nothing: all memory is oneDNN's, made with the network and given back with the
 * session.
 */
package io.catwalk.models.engine.cpu;
