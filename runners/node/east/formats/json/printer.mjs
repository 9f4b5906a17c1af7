/** Prints values as JSON (spec 3.3). */
import { EastError } from '../../errors.mjs';
import { routine } from '../../link.mjs';
import { json as dateJson } from '../calendar.mjs';
import { Place, STEP, mayHoldContainers } from '../place.mjs';
import { hex, jsonFloat } from '../scalars.mjs';

/**
 * @param {import('../../link.mjs').Link} link of a data type
 * @returns {(value: any) => string}
 */
export function printerOf(link) {
  const print = routine(link, 'json', make);
  if (!mayHoldContainers(link)) return print;
  return (value) => print(value, Place.root(), new Map());
}

/** A step of a path, as references have it. */
export function stepText(place) {
  switch (place.step) {
    case STEP.field: case STEP.case: case STEP.element: return String(place.name);
    case STEP.content: return '0'; // spec 9, quirk 12: fixed, readers take this step too
    case STEP.key: return 'key';
    default: return 'value';
  }
}

const part = (link) => routine(link, 'json', make);

function make(link) {
  switch (link.tag) {
    case 'Null': return () => 'null';
    case 'Boolean': return String;
    case 'Integer': return (value) => `"${value}"`;
    case 'Float': return jsonFloat;
    case 'String': return (value) => JSON.stringify(value);
    case 'DateTime': return (value) => `"${dateJson(value)}"`;
    case 'Blob': return (value) => `"${hex(value)}"`;
    case 'Struct': {
      const fields = link.names.map((name, i) => ({ name, head: `${JSON.stringify(name)}:`, print: part(link.parts[i]), holds: mayHoldContainers(link.parts[i]) }));
      return (value, place, places) =>
        `{${fields.map(({ name, head, print, holds }) => head + print(value[name], holds ? place.field(name) : place, places)).join(',')}}`;
    }
    case 'Variant': {
      const cases = new Map(link.names.map((name, i) =>
        [name, { head: `{"type":${JSON.stringify(name)},"value":`, print: part(link.parts[i]), holds: mayHoldContainers(link.parts[i]) }]));
      return (value, place, places) => {
        const { head, print, holds } = cases.get(value.case);
        return `${head}${print(value.value, holds ? place.case(value.case) : place, places)}}`;
      };
    }
    case 'Never': return () => { throw new EastError('type Never has no values to print'); };
    default: return containerPrinter(link);
  }
}

function containerPrinter(link) {
  const [first, second] = link.parts;
  const print = part(first);
  const printSecond = second === undefined ? null : part(second);
  const holds = mayHoldContainers(second ?? first);
  const contents = {
    Ref: (cell, place, places) => print(cell.value, place.content(), places),
    Array: (array, place, places) => array.items.map((item, i) => print(item, holds ? place.element(i) : place, places)).join(','),
    Set: (set) => set.entries().map((entry) => print(entry.key)).join(','),
    Dict: (dict, place, places) => dict.entries().map(({ key, value }, i) =>
      `{"key":${print(key)},"value":${printSecond(value, holds ? place.element(i).value(i, key, first) : place, places)}}`).join(','),
  }[link.tag];
  return (container, place, places) => {
    const earlier = places.get(container);
    if (earlier !== undefined) return reference(place, earlier);
    places.set(container, place);
    return `[${contents(container, place, places)}]`;
  };
}

function reference(from, target) {
  const { up, down } = from.to(target);
  const steps = down.map((step) => stepText(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  return `{"$ref":${JSON.stringify(`${up}#${steps.join('/')}`)}}`;
}
