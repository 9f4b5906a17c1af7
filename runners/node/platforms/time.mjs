/** The package `time`: only for tasks that declare it, since their results depend on more than their inputs. */
const sleeper = new Int32Array(new SharedArrayBuffer(4));

export const time = {
  time_now: () => Date.now(),
  time_sleep: (milliseconds) => {
    if (milliseconds > 0) Atomics.wait(sleeper, 0, 0, Number(milliseconds));
    return null;
  },
};
