/** East programs for tests: those of ir/conformance, small ones made by hand, and the real worker running them. */
import fs from 'node:fs';
import path from 'node:path';
import { EastError, ProgramError } from '../../east/errors.mjs';
import { writerOf } from '../../east/formats/beast2/codec.mjs';
import { Beast2Writer } from '../../east/formats/beast2/writer.mjs';
import { irHeader } from '../../east/ir/read.mjs';
import { irType } from '../../east/ir/type.mjs';
import { linkOf } from '../../east/link.mjs';
import { loadProgram } from '../../east/run/program.mjs';
import { LEAF } from '../../east/types.mjs';

const declare = (name, inputs, output, call, isAsync = false) => [name, { name, inputs, output, isAsync, givesPromise: false, call }];
const [text, integer, nothing] = [LEAF.String, LEAF.Integer, LEAF.Null].map(linkOf);

/** The platform of the conformance programs; `log` collects what they log. */
export function conformancePlatform(log) {
  return new Map([
    declare('log', [text], nothing, (line) => {
      log.push(line);
      return null;
    }),
    declare('fail', [text], integer, (message) => {
      throw new EastError(message, [{ filename: 'platform', line: 0, column: 0 }]);
    }),
    declare('later', [integer], integer, (value) => value * 2, true),
  ]);
}

export const placeOf = ({ filename, line, column }) => `${filename}:${line}:${column}`;

/** The file of a program of which the headerless form is given as base64. */
export const programFile = (base64) => Buffer.concat([irHeader(), Buffer.from(base64, 'base64')]);

/** The file of a program made by hand. */
export function programOf(root) {
  const writer = new Beast2Writer();
  writerOf(linkOf(irType()))(writer, root);
  return Buffer.concat([irHeader(), writer.finish()]);
}

/** Runs a case: `{value, program, log}`, or `{error, stack, log}`. Anything else that is thrown is a defect. */
export function runCase(base64, args = []) {
  const log = [];
  try {
    const program = loadProgram(programFile(base64), conformancePlatform(log));
    return { value: program.run(args), program, log };
  } catch (error) {
    if (error instanceof EastError) return { error: error.message, stack: error.locations, log };
    if (error instanceof ProgramError) throw new Error(`the program is refused: ${error.message}`);
    throw error;
  }
}

/** Executes a program in a worker and waits for the reply. */
export async function execute(worker, id, file, { inputs = [], output, platforms = [], more = {} }) {
  const outputPath = path.join(worker.directory, `east-${id}.beast2`);
  fs.rmSync(outputPath, { force: true });
  worker.send(id, 'Execute', {
    program: { kind: 'East', ir_path: file, ir_id: `${id}`, platforms },
    inputs, output: { path: outputPath, schema: output }, seed: 1n, ...more,
  });
  const { reply, events } = await worker.reply(id);
  return { ...reply, events, bytes: reply.type === 'Completed' ? fs.readFileSync(outputPath) : null };
}
