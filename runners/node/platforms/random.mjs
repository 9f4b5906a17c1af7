/** Random numbers from the request's seed. The last bit of logarithms, exponentials and cosines is the host's. */
import { EastError } from '../east/errors.mjs';
import { eastFloat } from '../east/formats/scalars.mjs';
import { fromNumber, wrap } from '../east/values/integers.mjs';
import { current } from './current.mjs';

export const TEXT = {
  range: (least, most) => `Invalid range: min (${least}) > max (${most})`,
  probability: (p) => `Invalid probability: ${eastFloat(p)}`,
};

const uniform = () => current.random.uniform();
const bernoulli = (p) => (uniform() < p ? 1 : 0);

function normal() {
  const u1 = 1 - uniform();
  const u2 = uniform();
  return Math.sqrt(-2 * Math.log(u1)) * Math.cos(2 * Math.PI * u2);
}

const failure = (name, message) => new EastError(message, [{ filename: name, line: 0, column: 0 }]);

function range(least, most) {
  if (least > most) throw failure('random_range', TEXT.range(least, most));
  return wrap(current.random.range(BigInt(least), BigInt(most)));
}

function poisson(lambda) {
  const limit = Math.exp(-lambda);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count++;
  return count;
}

function sumOf(count, draw) {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += draw();
  return sum;
}

function geometric(p) {
  if (!(p > 0 && p <= 1)) throw failure('random_geometric', TEXT.probability(p));
  const count = Math.log(1 - uniform()) / (p < 1 ? Math.log(1 - p) : -Infinity);
  if (!(count >= 0 && count < 9.2e18)) throw failure('random_geometric', TEXT.probability(p));
  return fromNumber(Math.floor(count) + 1);
}

export const random = {
  random_uniform: uniform,
  random_normal: normal,
  random_range: range,
  random_exponential: (lambda) => -Math.log(1 - uniform()) / lambda,
  random_weibull: (shape) => (-Math.log(1 - uniform())) ** (1 / shape),
  random_bernoulli: bernoulli,
  random_binomial: (count, p) => sumOf(count, () => bernoulli(p)),
  random_geometric: geometric,
  random_poisson: poisson,
  random_pareto: (alpha) => (1 - uniform()) ** (-1 / alpha),
  random_log_normal: (mean, deviation) => Math.exp(mean + deviation * normal()),
  random_irwin_hall: (count) => sumOf(count, uniform),
  random_bates: (count) => sumOf(count, uniform) / Number(count),
  random_seed: (seed) => {
    current.random.seed(BigInt(seed));
    return null;
  },
};
