/** The run that platform functions serve; whoever starts a run fills it in. */
export const current = {
  /** @type {(stream: 'Stdout' | 'Stderr', text: string) => void} */
  write: () => {},
  /** @type {(level: string, message: string) => void} */
  log: () => {},
  /** @type {import('./generator.mjs').Generator | null} */
  random: null,
  /** @type {any[]} the program's inputs */
  inputs: [],
};
