/** Builtins: done inline where that is quicker, else called. */
import { Code, passing } from './code.mjs';
import { INLINE } from './inline.mjs';

/** Builtins that neither throw nor look into containers. */
const PURE = new Set(['IntegerPow', 'IntegerLog', 'FloatPow', 'StringLength', 'StringSubstring', 'StringUpperCase', 'StringLowerCase', 'StringTrim',
  'StringTrimStart', 'StringTrimEnd', 'StringStartsWith', 'StringEndsWith', 'StringContains', 'StringIndexOf', 'StringEncodeUtf8', 'StringEncodeUtf16', 'BlobSize',
  'DateTimeGetYear', 'DateTimeGetMonth', 'DateTimeGetDayOfMonth', 'DateTimeGetHour', 'DateTimeGetMinute', 'DateTimeGetSecond', 'DateTimeGetMillisecond',
  'DateTimeGetDayOfWeek', 'DateTimeToEpochMilliseconds', 'DateTimeFromEpochMilliseconds', 'DateTimeAddMilliseconds', 'DateTimeDurationMilliseconds']);

/** Builtins that do not throw, but see what was changed before. */
const READING = new Set(['SetSize', 'SetHas', 'DictSize', 'DictHas', 'ArrayHas', 'ArrayTryGet', 'DictTryGet']);

export function builtin(c, node, isWanted) {
  const inline = INLINE[node.builtin]?.(c, node, isWanted);
  if (inline !== undefined) return inline;
  const { call, callbacks } = c.program.builtin(node.builtin, node.type_parameters.items.map((type) => c.link(type)));
  const args = c.sequence(node.arguments.items.map((argument, i) => () => (callbacks.includes(i) ? c.callbackFor(argument) : c.value(argument))));
  const text = `${call}(${args.map((code) => code.text).join(', ')})`;
  if (PURE.has(node.builtin)) return new Code(text, args.every((code) => code.isStable));
  if (READING.has(node.builtin)) return passing(text);
  const literals = node.arguments.items.map((argument) => (argument.case === 'Value' ? argument.value.location : null));
  return c.throwing(c.newPoint('builtin', node.location, literals), text, isWanted);
}

