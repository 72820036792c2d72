import { cosine, sine } from '../core/trigonometry.ts';
import { type Cycle, cyclesOf } from '../model/features.ts';
import type { ModelDateInput, ModelInput, ModelLevelsInput, ModelNumberInput } from '../model/model-file.ts';
import { scaleValue } from './transforms.ts';

/** Takes the values of one row in turn, in the order of the column's features. */
type Take = (value: number, feature: number) => void;

/** An input column as the network sees it. */
export interface Encoder {
  /** Values it gives for each row. */
  readonly features: number;
  /**
   * An interpreted value (a number, days since 1970, the place of a level; NaN: missing) → the network's values.
   * Without a rule for missing values, one gives NaN.
   */
  encode(value: number, take: Take): void;
}

/**
 * What a model file says of an input column → the code that follows it. Training, evaluation and every prediction go
 * through here, so that they cannot disagree.
 */
export function createEncoder(input: ModelInput): Encoder {
  const plain = plainEncoder(input);
  if (input.missing === undefined) return plain;
  const { features } = plain;
  const { indicator } = input.missing;
  const fill = fillValue(input);
  return {
    features: features + Number(indicator),
    encode(value, take) {
      const isMissing = Number.isNaN(value);
      if (isMissing && fill === null) for (let f = 0; f < features; f++) take(0, f);
      else plain.encode(isMissing ? fill! : value, take);
      if (indicator) take(Number(isMissing), features);
    },
  };
}

function fillValue(input: ModelInput): number | null {
  const fill = input.missing?.fill ?? null;
  return typeof fill === 'string' ? (input as ModelLevelsInput).levels.indexOf(fill) : fill;
}

function plainEncoder(input: ModelInput): Encoder {
  switch (input.type) {
    case 'date':
      return dateEncoder(input);
    case 'category':
    case 'boolean':
      return input.encoding === 'one-hot' ? oneHotEncoder(input) : numberEncoder(input);
    default:
      return numberEncoder(input);
  }
}

function numberEncoder({ transform }: ModelNumberInput | ModelLevelsInput): Encoder {
  return {
    features: 1,
    encode: (value, take) => {
      take(scaleValue(transform, value), 0);
    },
  };
}

/** A level without training rows gives 0 everywhere: its weights never learned anything. */
function oneHotEncoder({ levels, counts }: ModelLevelsInput): Encoder {
  return {
    features: levels.length,
    encode: (value, take) => {
      for (let f = 0; f < levels.length; f++) {
        take(Number.isNaN(value) ? NaN : Number(value === f && counts[f]! > 0), f);
      }
    },
  };
}

function dateEncoder({ transform, parts }: ModelDateInput): Encoder {
  const cycles = cyclesOf(parts);
  return {
    features: 1 + 2 * cycles.length,
    encode: (value, take) => {
      take(scaleValue(transform, value), 0);
      cycles.forEach((cycle, c) => {
        const angle = 2 * Math.PI * placeIn(cycle, value);
        take(sine(angle), 1 + 2 * c);
        take(cosine(angle), 2 + 2 * c);
      });
    },
  };
}

const DAYS_PER_WEEK = 7;
/** 1970-01-01 was a Thursday, three days after a Monday. */
const THURSDAY = 3;
const MS_PER_DAY = 86_400_000;

/** How far into its year (from 1 January), week (from Monday) or day (from midnight, UTC) a day is: 0 up to 1. */
function placeIn(cycle: Cycle, days: number): number {
  switch (cycle) {
    case 'day':
      return days - Math.floor(days);
    case 'week': {
      const weeks = (days + THURSDAY) / DAYS_PER_WEEK;
      return weeks - Math.floor(weeks);
    }
    case 'year': {
      const year = new Date(days * MS_PER_DAY).getUTCFullYear();
      const [from, to] = [startOf(year), startOf(year + 1)];
      return (days * MS_PER_DAY - from) / (to - from);
    }
  }
}

/** In milliseconds since 1970. Not by `Date.UTC`, which takes the years 0 to 99 for those of the last century. */
function startOf(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}
