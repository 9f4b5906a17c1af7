/** The version of East whose programs are understood. */
export const IR_VERSION = '0.0.1-beta.25';
