/** A thread with the stack that programs have in a worker: runs cases and posts what came out, as texts. */
import { parentPort, workerData } from 'node:worker_threads';
import { printerOf as jsonPrinterOf } from '../../east/formats/json/printer.mjs';
import { printerOf } from '../../east/formats/text/printer.mjs';
import { isData } from '../../east/types.mjs';
import { placeOf, runCase } from './east.mjs';

for (const base64 of workerData) {
  try {
    const { error, stack, log, program, value } = runCase(base64);
    if (error !== undefined) {
      parentPort.postMessage({ error, stack: stack.map(placeOf), log });
    } else {
      const json = isData(program.output.type) ? JSON.parse(jsonPrinterOf(program.output)(value)) : null;
      parentPort.postMessage({ text: printerOf(program.output)(value), json, log });
    }
  } catch (defect) {
    parentPort.postMessage({ defect: defect.stack });
  }
}
