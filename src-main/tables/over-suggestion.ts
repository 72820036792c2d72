import type { Experiment } from '@shared/model/experiment.ts';

/** A JSON object of which nothing is known yet. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const SHARES = ['train', 'validation', 'test'] as const;

/** What an experiment says, over what is suggested for it. What only makes sense together is suggested together. */
export function overSuggestion(value: Fields & { data: Fields }, suggested: Experiment): Fields {
  const { data, network, training } = value;
  return {
    ...value,
    data: {
      ...data,
      split: laid(withoutShares(suggested.data.split, data.split), data.split),
      scaling: laid(suggested.data.scaling, data.scaling),
    },
    network: laid(
      {
        ...suggested.network,
        ...(isFields(network) ? { output: laid(suggested.network.output, network.output) } : {}),
      },
      isFields(network) ? without(network, ['output']) : network,
    ),
    training: laid(withoutStopping(suggested.training, training), training),
  };
}

/** Field by field; a value that is no object is left for the schema to refuse. */
function laid(suggested: Fields, given: unknown): unknown {
  if (given === undefined) return suggested;
  return isFields(given) ? { ...suggested, ...given } : given;
}

/** Shares add up to 1: whoever gives one gives them all. */
function withoutShares(split: Experiment['data']['split'], given: unknown): Fields {
  const isGiven = isFields(given) && SHARES.some((share) => given[share] !== undefined);
  return isGiven ? without({ ...split }, SHARES) : { ...split };
}

/** Whoever says how many epochs there shall be does not expect fewer. */
function withoutStopping(training: Experiment['training'], given: unknown): Fields {
  const isGiven = isFields(given) && given.epochs !== undefined;
  return isGiven ? without({ ...training }, ['earlyStopping']) : { ...training };
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
