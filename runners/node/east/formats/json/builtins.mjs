/** The builtins StringPrintJSON and StringParseJSON. */
import { EastError } from '../../errors.mjs';
import { eastText } from '../../print.mjs';
import { isData } from '../../types.mjs';
import { TEXT } from './messages.mjs';
import { printerOf } from './printer.mjs';
import { readJson } from './reader.mjs';

/** @returns {(value: any) => string} */
export function jsonPrinterOf(link) {
  if (!isData(link.type)) return () => { throw new EastError(TEXT.noFunctions(eastText(link.type))); };
  return printerOf(link);
}

/** @returns {(text: string) => any} throws EastError */
export function parseJson(link) {
  if (!isData(link.type)) return () => { throw new EastError(TEXT.noFunctions(eastText(link.type))); };
  return (text) => {
    const read = readJson(link, text);
    if (read.syntax !== undefined) throw new EastError(TEXT.syntax(read.syntax));
    if (read.message !== undefined) throw new EastError(TEXT.conversion(eastText(link.type), read.message));
    return read.value;
  };
}
