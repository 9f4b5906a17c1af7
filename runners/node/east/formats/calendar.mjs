/** DateTimes as dates and times of the proleptic Gregorian calendar, for any 64 bits of milliseconds. */

const DAY = 86_400_000;
export const LARGEST_DATE = 8.64e15;

/** Whole days since 1970, and the milliseconds of the day. */
export function split(instant) {
  if (typeof instant === 'bigint') {
    const big = BigInt(DAY);
    const rest = ((instant % big) + big) % big;
    return { days: Number((instant - rest) / big), time: Number(rest) };
  }
  const days = Math.floor(instant / DAY);
  return { days, time: instant - days * DAY };
}

export function daysFromCivil(year, month, day) {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function civilFromDays(days) {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 };
}

/** 1 is Monday. */
export const weekdayOf = (days) => ((((days + 3) % 7) + 7) % 7) + 1;

/** All fields of a DateTime. */
export function fieldsOf(instant) {
  const { days, time } = split(instant);
  const hour = Math.floor(time / 3_600_000);
  return {
    ...civilFromDays(days), weekday: weekdayOf(days), hour, minute: Math.floor(time / 60_000) % 60, second: Math.floor(time / 1000) % 60,
    millisecond: time % 1000,
  };
}

/** Milliseconds, or null where a field is out of its range. Days past the end of a month roll over. */
export function fromFields(year, month, day, hour, minute, second, millisecond) {
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 59) return null;
  if (hour === 24 && (minute > 0 || second > 0 || millisecond > 0)) return null;
  return daysFromCivil(year, month, day) * DAY + hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond;
}

const pad = (number, digits) => String(number).padStart(digits, '0');

function parts(instant) {
  const { year, month, day, hour, minute, second, millisecond } = fieldsOf(instant);
  return { year, rest: `-${pad(month, 2)}-${pad(day, 2)}T${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}.${pad(millisecond, 3)}` };
}

/** The ISO form without a zone. */
export function iso(instant) {
  const { year, rest } = parts(instant);
  return year >= 0 && year <= 9999 ? pad(year, 4) + rest : (year < 0 ? '-' : '+') + pad(Math.abs(year), 6) + rest;
}

export const eastText = (instant) => iso(instant).slice(0, 23);

export function json(instant) {
  const { year, rest } = parts(instant);
  return `${year < 0 ? '-' : ''}${pad(Math.abs(year), 4)}${rest}+00:00`;
}
