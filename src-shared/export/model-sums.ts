import { canonicalJson } from '../core/json-text.ts';
import { sha256HexOfText } from '../core/sha256.ts';
import type { ModelSums } from '../model/model-file.ts';

const SUMMED = ['inputs', 'outputs', 'layers', 'goldenCases'] as const;
/** Digits of a sum: enough to tell damage from luck. Whether a file is whole, its checksum says. */
const DIGITS = 8;

type SummedModel = Readonly<Record<(typeof SUMMED)[number], readonly object[]>>;

/**
 * Of a model as it stands in its file: a short sum of each column, layer and golden case, to tell which was changed.
 * `spelled` takes the canonical JSON of each, for the checksum: large layers take long to spell.
 */
export function modelSums(model: SummedModel, spelled = new Map<object, string>()): ModelSums {
  const sumOf = (part: object): string => {
    const text = canonicalJson(part);
    spelled.set(part, text);
    return sha256HexOfText(text).slice(0, DIGITS);
  };
  const { inputs, outputs, layers, goldenCases } = model;
  return {
    inputs: inputs.map(sumOf),
    outputs: outputs.map(sumOf),
    layers: layers.map(sumOf),
    goldenCases: goldenCases.map(sumOf),
  };
}

/** The place of the first part that does not match its sum, as `layers[2]`; null where all do. */
export function changedPart(sums: ModelSums, written: SummedModel): string | null {
  const found = modelSums(written);
  for (const name of SUMMED) {
    if (found[name].length !== sums[name].length) return name;
    const k = found[name].findIndex((sum, place) => sum !== sums[name][place]);
    if (k >= 0) return `${name}[${String(k)}]`;
  }
  return null;
}
