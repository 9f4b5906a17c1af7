/** Builtins on DateTimes (spec 5). */
import { EastError } from '../errors.mjs';
import { LARGEST_DATE, daysFromCivil, fieldsOf, split, weekdayOf } from '../formats/calendar.mjs';
import { add, subtract } from '../values/integers.mjs';
import { TEXT, printFormat, readFormat } from './datetime-formats.mjs';

const MAX_YEAR = 1_000_000n; // beyond, no other component brings it back

function fromComponents(...parts) {
  const [givenYear, month, day, hour, minute, second, millisecond] = parts.map(BigInt);
  const year = givenYear >= 0n && givenYear <= 99n ? givenYear + 1900n : givenYear;
  const months = year * 12n + month - 1n;
  const monthOfYear = ((months % 12n) + 12n) % 12n;
  const wholeYear = (months - monthOfYear) / 12n;
  if (wholeYear > MAX_YEAR || wholeYear < -MAX_YEAR) throw new EastError(TEXT.outOfRange);
  const days = BigInt(daysFromCivil(Number(wholeYear), Number(monthOfYear) + 1, 1)) + day - 1n;
  const instant = days * 86_400_000n + hour * 3_600_000n + minute * 60_000n + second * 1000n + millisecond;
  if (instant > LARGEST_DATE || instant < -LARGEST_DATE) throw new EastError(TEXT.outOfRange);
  return Number(instant);
}

export const datetimes = {
  DateTimeGetYear: () => (instant) => fieldsOf(instant).year,
  DateTimeGetMonth: () => (instant) => fieldsOf(instant).month,
  DateTimeGetDayOfMonth: () => (instant) => fieldsOf(instant).day,
  DateTimeGetHour: () => (instant) => Math.floor(split(instant).time / 3_600_000),
  DateTimeGetMinute: () => (instant) => Math.floor(split(instant).time / 60_000) % 60,
  DateTimeGetSecond: () => (instant) => Math.floor(split(instant).time / 1000) % 60,
  DateTimeGetMillisecond: () => (instant) => split(instant).time % 1000,
  DateTimeGetDayOfWeek: () => (instant) => weekdayOf(split(instant).days),
  DateTimeToEpochMilliseconds: () => (instant) => instant,
  DateTimeFromEpochMilliseconds: () => (milliseconds) => milliseconds,
  DateTimeAddMilliseconds: () => add,
  DateTimeDurationMilliseconds: () => subtract,
  DateTimeFromComponents: () => fromComponents,
  DateTimePrintFormat: () => (instant, tokens) => {
    if (instant > LARGEST_DATE || instant < -LARGEST_DATE) throw new EastError(TEXT.outOfRange);
    return printFormat(fieldsOf(instant), tokens.items);
  },
  DateTimeParseFormat: () => (text, tokens) => readFormat(text, tokens.items),
};
