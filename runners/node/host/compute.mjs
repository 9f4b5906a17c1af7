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
  #direct;
  #onEnd;
  #onMessage;

  /**
   * @param {import('./slot.mjs').Slot} slot
   * @param {number} channel descriptor of the runner-to-host channel
   * @param {number} direct descriptor from which the thread itself reads requests; -1 for none
   * @param {(end: {code: number, fault: Error | null}) => void} onEnd called once per thread, after it has ended; the next one is not started yet
   * @param {(message: Uint8Array | null) => void} onMessage for {@link import('./inlet.mjs').Inlet}
   */
  constructor(slot, channel, direct, onEnd, onMessage) {
    this.#slot = slot;
    this.#channel = channel;
    this.#direct = direct;
    this.#onEnd = onEnd;
    this.#onMessage = onMessage;
  }

  /** Starts a thread. It takes the requests that come after those that are answered. */
  start() {
    this.#fault = null;
    const { port1, port2 } = new MessageChannel();
    this.#slot.port = port1;
    port1.on('message', this.#onMessage);
    const worker = new Worker(ENTRY, {
      workerData: { memory: this.#slot.memory, port: port2, channel: this.#channel, direct: this.#direct, answered: this.#slot.sequence },
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
