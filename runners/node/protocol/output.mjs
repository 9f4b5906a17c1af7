/** The capture area of a slot: user output as records of stream (1 byte), length (4 bytes) and bytes; and its frames. */
import { encodeFrame } from './encode.mjs';

export const RECORD_HEAD = 5;
export const STREAMS = { Stdout: 1, Stderr: 2 };
const NAMES = ['Unknown', 'Stdout', 'Stderr'];
const FRAME_OVERHEAD = 128;

/**
 * Takes everything out of the capture area, in order.
 * @param {bigint} id the request that printed it
 * @param {{capture: Buffer, captured: number, maxFrameBytes: number}} slot
 * @returns {Buffer[]} Output frames; neighbours of one stream share a frame
 */
export function outputFrames(id, slot) {
  const frames = [];
  const most = Math.max(1, slot.maxFrameBytes - FRAME_OVERHEAD);
  let stream = 0;
  let parts = [];
  const send = () => {
    const data = Buffer.concat(parts);
    for (let at = 0; at < data.length; at += most) {
      frames.push(encodeFrame(id, 'Output', { stream: NAMES[stream], data: data.subarray(at, at + most) }));
    }
  };
  for (let at = 0; at < slot.captured;) {
    const length = slot.capture.readUInt32LE(at + 1);
    if (slot.capture[at] !== stream) {
      if (parts.length > 0) send();
      stream = slot.capture[at];
      parts = [];
    }
    parts.push(slot.capture.subarray(at + RECORD_HEAD, at + RECORD_HEAD + length));
    at += RECORD_HEAD + length;
  }
  if (parts.length > 0) send();
  slot.captured = 0;
  return frames;
}
