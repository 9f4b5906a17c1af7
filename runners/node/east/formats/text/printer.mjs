/** Prints East text (spec 3.4). */
import { EastError } from '../../errors.mjs';
import { routine } from '../../link.mjs';
import { eastText as typeText, printName } from '../../print.mjs';
import { eastText as dateText } from '../calendar.mjs';
import { Place, STEP, mayHoldContainers } from '../place.mjs';
import { eastFloat, hex } from '../scalars.mjs';

/**
 * @param {import('../../link.mjs').Link} link
 * @returns {(value: any) => string}
 */
export function printerOf(link) {
  const print = routine(link, 'text', make);
  if (!mayHoldContainers(link)) return print;
  return (value) => print(value, Place.root(), new Map());
}

/** A step of a path, as references and messages have it. */
export function stepText(place) {
  switch (place.step) {
    case STEP.field: case STEP.case: return `.${printName(place.name)}`;
    case STEP.element: return `[${place.name}]`;
    case STEP.content: return '[]';
    default: return `[${printerOf(place.keyLink)(place.key)}]`;
  }
}

const part = (link) => routine(link, 'text', make);

function make(link) {
  switch (link.tag) {
    case 'Null': return () => 'null';
    case 'Boolean': case 'Integer': return String;
    case 'Float': return eastFloat;
    case 'String': return (value) => JSON.stringify(value);
    case 'DateTime': return dateText;
    case 'Blob': return hex;
    case 'Struct': return structPrinter(link);
    case 'Variant': return variantPrinter(link);
    case 'Function': case 'AsyncFunction': {
      const text = `${link.tag === 'AsyncFunction' ? 'async ' : ''}(${link.type.inputs.map(typeText).join(', ')}) => ${typeText(link.type.output)}`;
      return () => text;
    }
    case 'Never': return () => { throw new EastError('type Never has no values to print'); };
    default: return containerPrinter(link);
  }
}

function structPrinter(link) {
  const fields = link.names.map((name, i) => ({ name, head: `${printName(name)}=`, print: part(link.parts[i]), holds: mayHoldContainers(link.parts[i]) }));
  return (value, place, places) => {
    let text = '';
    for (const { name, head, print, holds } of fields) {
      text += (text === '' ? '' : ', ') + head + print(value[name], holds ? place.field(name) : place, places);
    }
    return `(${text})`;
  };
}

function variantPrinter(link) {
  const cases = new Map(link.names.map((name, i) => {
    const payload = link.parts[i];
    return [name, { head: `.${printName(name)}`, isNull: payload.tag === 'Null', print: part(payload), holds: mayHoldContainers(payload) }];
  }));
  return (value, place, places) => {
    const { head, isNull, print, holds } = cases.get(value.case);
    return isNull ? head : `${head} ${print(value.value, holds ? place.case(value.case) : place, places)}`;
  };
}

function containerPrinter(link) {
  const [first, second] = link.parts;
  const print = part(first);
  const printSecond = second === undefined ? null : part(second);
  const holds = mayHoldContainers(second ?? first);
  const contents = {
    Ref: (cell, place, places) => `&${print(cell.value, place.content(), places)}`,
    Array: (array, place, places) => `[${array.items.map((item, i) => print(item, holds ? place.element(i) : place, places)).join(', ')}]`,
    Set: (set) => `{${set.entries().map((entry) => print(entry.key)).join(',')}}`,
    Dict: (dict, place, places) => (dict.size === 0 ? '{:}' : `{${dict.entries().map(({ key, value }, i) =>
      `${print(key)}:${printSecond(value, holds ? place.value(i, key, first) : place, places)}`).join(',')}}`),
  }[link.tag];
  return (container, place, places) => {
    const earlier = places.get(container);
    if (earlier !== undefined) {
      const { up, down } = place.to(earlier);
      return `${up}#${down.map(stepText).join('')}`;
    }
    places.set(container, place);
    return contents(container, place, places);
  };
}
