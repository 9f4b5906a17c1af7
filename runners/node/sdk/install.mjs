/** Makes `import … from 'polyglot'` and `require('polyglot')` find the SDK in this thread. */
import module from 'node:module';
import * as sdk from './polyglot.mjs';

const SDK = new URL('./polyglot.mjs', import.meta.url).href;

let isInstalled = false;

/** Installs the hooks once. They cost a thread of their own where node has no synchronous ones, so this waits until a script asks. */
export function installSdk() {
  if (isInstalled) return;
  isInstalled = true;
  if (typeof module.registerHooks === 'function') {
    module.registerHooks({
      resolve: (specifier, context, next) =>
        (specifier === 'polyglot' ? { url: SDK, format: 'module', shortCircuit: true } : next(specifier, context)),
    });
  } else {
    module.register('./resolve.mjs', import.meta.url);
  }
  const load = module._load;
  module._load = function loadWithSdk(request, ...rest) {
    return request === 'polyglot' ? { ...sdk } : load.call(this, request, ...rest);
  };
}
