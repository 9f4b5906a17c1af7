/** Owns the compute thread: starts it, stops it at once, and tells when it ended. */
import { MessageChannel, Worker } from 'node:worker_threads';

/** Room for 10,000 nested calls of East with large frames. Only what is used takes memory. */
const STACK_MB = 256;

const ENTRY = new URL('../execute/thread.mjs', import.meta.url);

/** The one thread that runs user code. A stopped thread is replaced by a fresh one, in which no script is loaded. */
export class ComputeThread {
  #slot;
  #channel;
  #maxFrameBytes = 0;
  #worker = null;
  #fault = null;
  #onEnd;

  /**
   * @param {import('./slot.mjs').Slot} slot
   * @param {number} channel descriptor of the runner-to-host channel
   * @param {(end: {code: number, fault: Error | null}) => void} onEnd called once per thread, after it has ended; the next one is not started yet
   */
  constructor(slot, channel, onEnd) {
    this.#slot = slot;
    this.#channel = channel;
    this.#onEnd = onEnd;
  }

  /** Starts a thread. It takes the requests that come after those that are answered. */
  start() {
    this.#fault = null;
    const { port1, port2 } = new MessageChannel();
    this.#slot.port = port1;
    const worker = new Worker(ENTRY, {
      workerData: { memory: this.#slot.memory, port: port2, channel: this.#channel, answered: this.#slot.sequence },
      transferList: [port2],
      resourceLimits: { stackSizeMb: STACK_MB },
      stdout: true,
      stderr: true,
    });
    worker.on('error', (error) => { this.#fault = error; });
    worker.on('exit', (code) => this.#onEnd({ code, fault: this.#fault }));
    this.#worker = worker;
  }

  /** Stops the thread whatever it does; `onEnd` follows. Native calls (a synchronous child process) are waited for. */
  stop() {
    this.#worker.terminate();
  }
}
