/** Module hook: the name `polyglot` means the SDK, wherever the importing script is. Loaded by `module.register`. */
const SDK = new URL('./polyglot.mjs', import.meta.url).href;

export async function resolve(specifier, context, next) {
  return specifier === 'polyglot' ? { url: SDK, format: 'module', shortCircuit: true } : next(specifier, context);
}
