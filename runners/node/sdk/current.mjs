/** The running request as the SDK sees it; the compute thread fills it in. */
export const current = {
  /** @type {((type: 'Log' | 'Progress', message: object) => void) | null} */
  send: null,
  seed: 0n,
  /** @type {(...parts: any[]) => string} */
  format: (...parts) => parts.join(' '),
};
