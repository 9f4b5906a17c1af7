/** Printing and reading DateTimes by format tokens (spec 5.2). */
import { EastError } from '../errors.mjs';
import { daysFromCivil, weekdayOf } from '../formats/calendar.mjs';
import { checkLength } from './strings.mjs';

export const TEXT = {
  outOfRange: 'DateTime is out of range: years go from -271821 to 275760',
  failed: (position, message) => `Failed to parse datetime at position ${position}: ${message}`,
  range: (what, got, expected) => `${what} out of range (got ${got}, expected ${expected})`,
  twice: (what, first, second) => `${what} specified multiple times with different values: ${first} and ${second}`,
  weekdayTwice: 'Weekday specified multiple times with different values',
  literal: (expected, got) => `Expected literal "${expected}", got "${got}"`,
  trailing: (rest) => `Unexpected trailing characters: "${rest}"`,
  noAmPm: '12-hour format specified without AM/PM indicator',
  hourMismatch: (hour24, isPm, implied) =>
    `Hour mismatch: 24-hour format specifies ${hour24}, but 12-hour format with ${isPm ? 'PM' : 'AM'} implies ${implied}`,
  gap: (part, missing) => `Invalid format: cannot have ${part} without ${missing}`,
  invalidDate: (year, month, day) => `Invalid date: ${year}-${pad(month, 2)}-${pad(day, 2)}`,
  weekdayMismatch: (parsed, actual) => `Weekday mismatch: parsed "${parsed}" but date is actually "${actual}"`,
};

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const start = (names, length) => names.map((name) => name.slice(0, length));
const NAMES = { month3: start(MONTHS, 3), weekday2: start(WEEKDAYS, 2), weekday3: start(WEEKDAYS, 3) };

const pad = (number, digits) => String(number).padStart(digits, '0');

const PRINT = {
  year4: ({ year }) => String(year),
  year2: ({ year }) => pad(Math.abs(year % 100), 2),
  month1: ({ month }) => String(month),
  month2: ({ month }) => pad(month, 2),
  monthNameShort: ({ month }) => NAMES.month3[month - 1],
  monthNameFull: ({ month }) => MONTHS[month - 1],
  day1: ({ day }) => String(day),
  day2: ({ day }) => pad(day, 2),
  weekdayNameMin: ({ weekday }) => NAMES.weekday2[weekday - 1],
  weekdayNameShort: ({ weekday }) => NAMES.weekday3[weekday - 1],
  weekdayNameFull: ({ weekday }) => WEEKDAYS[weekday - 1],
  hour24_1: ({ hour }) => String(hour),
  hour24_2: ({ hour }) => pad(hour, 2),
  hour12_1: ({ hour }) => String((hour + 11) % 12 + 1),
  hour12_2: ({ hour }) => pad((hour + 11) % 12 + 1, 2),
  minute1: ({ minute }) => String(minute),
  minute2: ({ minute }) => pad(minute, 2),
  second1: ({ second }) => String(second),
  second2: ({ second }) => pad(second, 2),
  millisecond3: ({ millisecond }) => pad(millisecond, 3),
  ampmUpper: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  ampmLower: ({ hour }) => (hour < 12 ? 'am' : 'pm'),
};

/** @param {object} fields as fieldsOf gives */
export function printFormat(fields, tokens) {
  let text = '';
  for (const token of tokens) text += token.case === 'literal' ? token.value : PRINT[token.case](fields);
  checkLength(text.length);
  return text;
}

/** Raised within a token; the message is the reader's. */
class Problem extends Error {
  constructor(message, isAfter = false) {
    super(message);
    this.isAfter = isAfter; // located behind what was read
  }
}

const number = (digits, problem, part, least, most, expected) => ({ digits, problem, part, least, most, expected });

const NUMBERS = {
  month1: number(1, 'Expected 1 or 2-digit month', 'Month', 1, 12, '1-12'),
  month2: number(2, 'Expected 2-digit month (01-12)', 'Month', 1, 12, '01-12'),
  day1: number(1, 'Expected 1 or 2-digit day', 'Day', 1, 31, '1-31'),
  day2: number(2, 'Expected 2-digit day (01-31)', 'Day', 1, 31, '01-31'),
  hour24_1: number(1, 'Expected 1 or 2-digit hour', 'Hour (24-hour)', 0, 23, '0-23'),
  hour24_2: number(2, 'Expected 2-digit hour (00-23)', 'Hour (24-hour)', 0, 23, '00-23'),
  hour12_1: number(1, 'Expected 1 or 2-digit hour', 'Hour (12-hour)', 1, 12, '1-12'),
  hour12_2: number(2, 'Expected 2-digit hour (01-12)', 'Hour (12-hour)', 1, 12, '01-12'),
  minute1: number(1, 'Expected 1 or 2-digit minute', 'Minute', 0, 59, '0-59'),
  minute2: number(2, 'Expected 2-digit minute (00-59)', 'Minute', 0, 59, '00-59'),
  second1: number(1, 'Expected 1 or 2-digit second', 'Second', 0, 59, '0-59'),
  second2: number(2, 'Expected 2-digit second (00-59)', 'Second', 0, 59, '00-59'),
  millisecond3: number(3, 'Expected 3-digit millisecond (000-999)', 'Millisecond', 0, 999, ''),
  year4: number(4, 'Expected 4-digit year', 'Year', 0, 9999, ''),
  year2: number(2, 'Expected 2-digit year', 'Year', 0, 9999, ''),
};

const NAMED = {
  monthNameShort: [NAMES.month3, 'Expected short month name (e.g., "Jan")', 'Month'],
  monthNameFull: [MONTHS, 'Expected full month name (e.g., "January")', 'Month'],
  weekdayNameMin: [NAMES.weekday2, 'Expected minimal weekday name (e.g., "Mo")', 'Weekday'],
  weekdayNameShort: [NAMES.weekday3, 'Expected short weekday name (e.g., "Mon")', 'Weekday'],
  weekdayNameFull: [WEEKDAYS, 'Expected full weekday name (e.g., "Monday")', 'Weekday'],
};

const AM_PM = { ampmUpper: 'Expected "AM" or "PM"', ampmLower: 'Expected "am" or "pm"' };

/**
 * @returns {number} milliseconds
 * @throws {EastError}
 */
export function readFormat(text, tokens) {
  const reader = new FormatReader(text);
  for (const token of tokens) {
    const from = reader.at;
    try {
      reader.token(token);
    } catch (problem) {
      if (problem instanceof Problem) throw new EastError(TEXT.failed(problem.isAfter ? reader.at : from, problem.message));
      throw problem;
    }
  }
  if (reader.at < text.length) throw new EastError(TEXT.failed(reader.at, TEXT.trailing(text.slice(reader.at))));
  try {
    return complete(reader.parts);
  } catch (problem) {
    if (problem instanceof Problem) throw new EastError(TEXT.failed(0, problem.message));
    throw problem;
  }
}

class FormatReader {
  at = 0;
  parts = {};

  constructor(text) {
    this.text = text;
  }

  token({ case: token, value }) {
    if (token === 'literal') return this.#literal(value);
    if (token in NUMBERS) return this.#number(token, NUMBERS[token]);
    if (token in NAMED) return this.#name(...NAMED[token]);
    const index = this.#find(['AM', 'PM']);
    if (index < 0) throw new Problem(AM_PM[token]);
    this.parts.isPm = index === 1;
    this.at += 2;
    return undefined;
  }

  #literal(expected) {
    const got = this.text.slice(this.at, this.at + expected.length);
    if (got !== expected) throw new Problem(TEXT.literal(expected, got));
    this.at += expected.length;
  }

  #number(token, { digits, problem, part, least, most, expected }) {
    const count = digits === 1 && this.#areDigits(2) ? 2 : digits;
    if (!this.#areDigits(count)) throw new Problem(problem);
    const read = Number(this.text.slice(this.at, this.at + count));
    this.at += count;
    if (read < least || read > most) throw new Problem(TEXT.range(part.replace(/ .*/, ''), read, expected));
    this.#set(part, token === 'year2' ? 2000 + read : read, false);
  }

  #areDigits(count) {
    const digits = this.text.slice(this.at, this.at + count);
    return digits.length === count && /^[0-9]+$/.test(digits);
  }

  #name(names, problem, part) {
    const index = this.#find(names);
    if (index < 0) throw new Problem(problem);
    this.at += names[index].length;
    if (part === 'Weekday' && (this.parts.Weekday ?? index + 1) !== index + 1) throw new Problem(TEXT.weekdayTwice);
    this.#set(part, index + 1, part === 'Month');
  }

  #find(names) {
    return names.findIndex((name) => asciiLower(this.text.slice(this.at, this.at + name.length)) === name.toLowerCase());
  }

  #set(part, value, isAfter) {
    const before = this.parts[part];
    if (before !== undefined && before !== value) throw new Problem(TEXT.twice(part, before, value), isAfter);
    this.parts[part] = value;
  }
}

const asciiLower = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function complete(parts) {
  const hour = hourOf(parts);
  checkGaps(parts, hour);
  const { Year: year = 1970, Month: month = 1, Day: day = 1 } = parts;
  const days = daysFromCivil(year, month, day);
  const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
  // Spec 9, quirk 23: the reference takes years 0 to 99 for others and then does not find them again.
  if (year <= 99 || days >= next) throw new Problem(TEXT.invalidDate(year, month, day));
  const actual = weekdayOf(days);
  if (parts.Weekday !== undefined && parts.Weekday !== actual) throw new Problem(TEXT.weekdayMismatch(WEEKDAYS[parts.Weekday - 1], WEEKDAYS[actual - 1]));
  return days * 86_400_000 + (hour ?? 0) * 3_600_000 + (parts.Minute ?? 0) * 60_000 + (parts.Second ?? 0) * 1000 + (parts.Millisecond ?? 0);
}

function hourOf({ 'Hour (24-hour)': hour24, 'Hour (12-hour)': hour12, isPm }) {
  if (hour12 === undefined) return hour24;
  if (isPm === undefined) throw new Problem(TEXT.noAmPm);
  const implied = (hour12 % 12) + (isPm ? 12 : 0);
  if (hour24 !== undefined && hour24 !== implied) throw new Problem(TEXT.hourMismatch(hour24, isPm, implied));
  return implied;
}

function checkGaps({ Year: year, Month: month, Day: day, Minute: minute, Second: second, Millisecond: millisecond }, hour) {
  const is = (part) => part !== undefined;
  if (is(month) && !is(year)) throw new Problem(TEXT.gap('month', 'year'));
  if (is(day) && (!is(year) || !is(month))) throw new Problem(TEXT.gap('day', 'year and month'));
  if (is(hour) && is(year) && !is(day)) throw new Problem(TEXT.gap('hour', 'year, month, and day (or use time-only format)'));
  if (is(minute) && !is(hour)) throw new Problem(TEXT.gap('minute', 'hour'));
  if (is(second) && !is(minute)) throw new Problem(TEXT.gap('second', 'minute'));
  if (is(millisecond) && !is(second)) throw new Problem(TEXT.gap('millisecond', 'second'));
}
