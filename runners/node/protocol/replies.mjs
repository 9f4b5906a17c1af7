/** The one reply that is sent for every task that succeeds, made from a ready frame by filling in its numbers. */
import { encodeFrame } from './encode.mjs';

const NAMES = ['id', 'size', 'load_ns', 'decode_ns', 'call_ns', 'encode_ns', 'peak_memory_bytes', 'cpu_ns'];

const { frame, places } = template();
const view = new DataView(frame.buffer, frame.byteOffset, frame.length);

function template() {
  const marks = NAMES.map((_, i) => 0xa1b2c3d4e5f60700n + BigInt(i));
  const [id, size, load, decode, call, encode, peak, cpu] = marks;
  const timings = { load_ns: load, decode_ns: decode, call_ns: call, encode_ns: encode };
  const made = encodeFrame(id, 'Completed', { size, timings, peak_memory_bytes: peak, cpu_ns: cpu });
  const bytes = Buffer.alloc(8);
  return { frame: made, places: marks.map((mark) => { bytes.writeBigUInt64LE(mark); return made.indexOf(bytes); }) };
}

/**
 * The frame of a Completed; valid until the next one is made.
 * @param {bigint} id
 * @param {bigint} size
 * @param {{load_ns: bigint, decode_ns: bigint, call_ns: bigint, encode_ns: bigint}} timings
 * @param {bigint} peak bytes of memory
 * @param {bigint} cpu nanoseconds
 * @returns {Buffer}
 */
export function completed(id, size, timings, peak, cpu) {
  view.setBigUint64(places[0], id, true);
  view.setBigUint64(places[1], size, true);
  view.setBigUint64(places[2], timings.load_ns, true);
  view.setBigUint64(places[3], timings.decode_ns, true);
  view.setBigUint64(places[4], timings.call_ns, true);
  view.setBigUint64(places[5], timings.encode_ns, true);
  view.setBigUint64(places[6], peak, true);
  view.setBigUint64(places[7], cpu, true);
  return frame;
}
