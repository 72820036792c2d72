import type { FloatArray } from '../core/float-array.ts';
import type { Random } from '../core/random.ts';
import type { Initializer } from '../model/network.ts';

/**
 * Every initializer: fills the weights W [O, I] of a layer; biases start at zero.
 *
 * Source: he-normal, N(0, 2/I), He et al. 2015; glorot-uniform, U(±√(6/(I + O))), Glorot & Bengio 2010.
 */
export const initializers: Readonly<
  Record<Initializer, (W: FloatArray, O: number, I: number, random: Random) => void>
> = {
  'he-normal': (W, O, I, random) => {
    const deviation = Math.sqrt(2 / I);
    for (let k = 0; k < O * I; k++) W[k] = deviation * random.normal();
  },
  'glorot-uniform': (W, O, I, random) => {
    const limit = Math.sqrt(6 / (I + O));
    for (let k = 0; k < O * I; k++) W[k] = limit * (2 * random.uniform() - 1);
  },
};
