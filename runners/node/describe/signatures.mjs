/** The annotated signatures of a module's functions: doc comments joined with the parameters that the source shows. */
import { ANY } from '../values/annotation.mjs';
import { readDoc } from './jsdoc.mjs';
import { TypeSyntaxError } from './type-lexer.mjs';
import { parseType } from './type-parser.mjs';
import { asVariant } from './unions.mjs';

/** @typedef {import('../values/annotation.mjs').Annotation} Annotation */

/**
 * @typedef {object} Signature
 * @property {string} name
 * @property {number} line
 * @property {string} summary
 * @property {{name: string, annotation: Annotation, optional: boolean, rest: boolean}[]} parameters
 * @property {boolean} isKnown whether `parameters` are all there are: the source or the doc comment shows them
 * @property {Annotation} output
 */

export const NO_PARAMETER_TYPE = (name) => `no annotation: add @param {type} ${name}`;
export const NO_RETURN_TYPE = 'no annotation: add @returns {type}';

/**
 * @param {import('./module.mjs').ModuleSource} module
 * @returns {Signature[]}
 */
export function signaturesOf(module) {
  const types = new FileTypes(module.docs.map(readDoc));
  return module.functions.map((source) => signature(source, types));
}

/** The names that `@typedef`s of the file define; they may refer to each other and to themselves. */
class FileTypes {
  #names = new Map();

  constructor(docs) {
    const definitions = docs.flatMap(({ tags }) => tags.filter((tag) => tag.tag === 'typedef' && tag.name !== '').map((tag) => ({ tag, tags })));
    for (const { tag } of definitions) this.#names.set(tag.name, { annotation: null });
    for (const { tag, tags } of definitions) {
      this.#names.get(tag.name).annotation = this.#definition(tag, propertiesAfter(tags, tag));
    }
  }

  #definition(tag, properties) {
    if (properties.length > 0) return this.withProperties(tag.type, properties.map((each) => ({ ...each, name: `.${each.name}` })));
    return tag.type === null ? noType(`@typedef ${tag.name} has no type`) : this.parse(tag.type).annotation;
  }

  /** @returns {{annotation: Annotation, optional: boolean}} a problem where the type cannot be read */
  parse(type) {
    try {
      return parseType(type.text, this.#names);
    } catch (error) {
      if (!(error instanceof TypeSyntaxError)) throw error;
      return { annotation: noType(placed(error, type)), optional: false };
    }
  }

  /** An object or array of objects whose fields have tags of their own: names are `.a`, `.a.b` or `[].a`. */
  withProperties(type, properties) {
    const { annotation } = type === null ? { annotation: ANY } : this.parse(type);
    if (annotation.as === 'array' && properties.every((each) => each.name.startsWith('[].'))) {
      return { ...annotation, item: this.#struct(properties.map((each) => ({ ...each, name: each.name.slice(2) }))) };
    }
    if (annotation.as === 'option') return { as: 'option', item: this.#struct(properties) };
    return annotation.as === 'any' ? this.#struct(properties) : annotation;
  }

  #struct(properties) {
    const direct = properties.filter((each) => /^\.[^.[]+$/.test(each.name));
    const fields = direct.map((each) => {
      const below = properties.filter((other) => other.name.startsWith(`${each.name}.`) || other.name.startsWith(`${each.name}[].`));
      const inner = below.map((other) => ({ ...other, name: other.name.slice(each.name.length) }));
      const annotation = below.length > 0 ? this.withProperties(each.type, inner) : this.typeOf(each);
      const optional = each.optional && annotation.as !== 'option';
      return { name: each.name.slice(1), annotation: optional ? { as: 'option', item: annotation } : annotation };
    });
    return asVariant({ as: 'struct', fields });
  }

  typeOf(tag) {
    return tag.type === null ? noType(`@${tag.tag} ${tag.name} has no type`) : this.parse(tag.type).annotation;
  }
}

/** The line in the file; the character too where the type stands on one line. */
function placed({ message, offset }, { text, line }) {
  const where = text.includes('\n') ? '' : `, at character ${offset + 1} of {${text}}`;
  return `line ${line + text.slice(0, offset).split('\n').length - 1}: ${message}${where}`;
}

const noType = (text) => ({ as: 'problem', text });

/** The `@property` tags that belong to a `@typedef`: those up to the next one. */
function propertiesAfter(tags, typedef) {
  const after = tags.slice(tags.indexOf(typedef) + 1);
  const end = after.findIndex((tag) => tag.tag === 'typedef');
  return (end < 0 ? after : after.slice(0, end)).filter((tag) => tag.tag === 'property' || tag.tag === 'prop');
}

function signature(source, types) {
  const { summary, tags } = source.doc === null ? { summary: '', tags: [] } : readDoc(source.doc);
  const params = tags.filter((tag) => ['param', 'arg', 'argument'].includes(tag.tag));
  const returns = tags.find((tag) => tag.tag === 'returns' || tag.tag === 'return');
  const whole = functionType(tags, types);
  const parameters = source.parameters === null
    ? documentedParameters(params, whole, types)
    : source.parameters.map((parameter, i) => declaredParameter(parameter, i, params, whole, types));
  return {
    name: source.name,
    line: source.line,
    summary,
    parameters,
    isKnown: source.parameters !== null || parameters.length > 0,
    output: returns !== undefined ? types.typeOf(returns) : whole?.output ?? noType(NO_RETURN_TYPE),
  };
}

/** `@type {(a: A) => R}` on a function, or null. */
function functionType(tags, types) {
  const tag = tags.find((each) => each.tag === 'type');
  if (tag === undefined) return null;
  const annotation = types.typeOf(tag);
  return annotation.as === 'function' ? annotation : null;
}

const isDirect = (tag) => !/[.[]/.test(tag.name);

function declaredParameter(parameter, i, params, whole, types) {
  const direct = params.filter(isDirect);
  const tag = direct.find((each) => each.name === parameter.name) ?? (parameter.name === null ? direct[i] : undefined);
  const name = parameter.name ?? tag?.name ?? `arg${i}`;
  const { rest } = parameter;
  if (tag !== undefined) return { ...documented(tag, params, types), name, rest, optional: parameter.optional || isOptional(tag, types) };
  const inline = parameter.doc === null ? undefined : readDoc(parameter.doc).tags.find((each) => each.tag === 'type');
  const annotation = inline !== undefined ? types.typeOf(inline) : whole?.inputs[i] ?? noType(NO_PARAMETER_TYPE(name));
  return { name, annotation, optional: parameter.optional, rest };
}

function documentedParameters(params, whole, types) {
  if (whole !== null) return whole.inputs.map((annotation, i) => ({ name: `arg${i}`, annotation, optional: false, rest: false }));
  return params.filter(isDirect).map((tag) => ({ ...documented(tag, params, types), name: tag.name, rest: false, optional: isOptional(tag, types) }));
}

const isOptional = (tag, types) => tag.optional || (tag.type !== null && types.parse(tag.type).optional);

function documented(tag, params, types) {
  const below = params.filter((each) => each !== tag && (each.name.startsWith(`${tag.name}.`) || each.name.startsWith(`${tag.name}[].`)));
  const inner = below.map((each) => ({ ...each, name: each.name.slice(tag.name.length) }));
  return { annotation: below.length > 0 ? types.withProperties(tag.type, inner) : types.typeOf(tag) };
}
