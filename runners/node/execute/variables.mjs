/** The environment variables of a request. */

/** Sets the request's variables; the function that is returned puts back what was there. */
export function setEnvironment(pairs) {
  if (pairs.length === 0) return () => {};
  const before = pairs.map(({ key }) => [key, process.env[key]]);
  for (const { key, value } of pairs) process.env[key] = value ?? '';
  return () => {
    for (const [key, value] of before.reverse()) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  };
}
