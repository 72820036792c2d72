import { canonicalFields, canonicalPieces } from '../core/json-text.ts';
import { TextSha256 } from '../core/sha256.ts';
import type { ModelSums } from '../model/model-file.ts';

const SUMMED = ['inputs', 'outputs', 'layers', 'goldenCases'] as const;
/** Digits of a sum: enough to tell damage from luck. Whether a file is whole, its checksum says. */
const DIGITS = 8;

export type SummedModel = Readonly<Record<(typeof SUMMED)[number], readonly object[]>>;

/** What proves a model file whole. */
export interface Proof {
  /** A short sum of each column, layer and golden case, to tell which was changed. */
  sums: ModelSums;
  /** Of everything in the file but the checksum itself. */
  checksum: string;
}

/** The proof of a model as it stands in its file; any that it has is passed over. Its text is made once for both. */
export function proofOf(model: SummedModel): Proof {
  const sums: ModelSums = { inputs: [], outputs: [], layers: [], goldenCases: [] };
  const whole = new TextSha256();
  const content = { ...model, sums, checksum: undefined };
  whole.update('{');
  canonicalFields(content).forEach(([name, value], k) => {
    whole.update(`${k === 0 ? '' : ','}${JSON.stringify(name)}:`);
    // In the order of the alphabet, `sums` comes after all that they are of.
    if (isSummed(name)) sums[name] = sumsOf(value as object[], whole);
    else for (const piece of canonicalPieces(value)) whole.update(piece);
  });
  whole.update('}');
  return { sums, checksum: `sha256:${whole.hex()}` };
}

/** The place of the first part that does not match its sum, as `layers[2]`; null where all do. */
export function changedPart(sums: ModelSums, written: SummedModel): string | null {
  for (const name of SUMMED) {
    const found = sumsOf(written[name]);
    if (found.length !== sums[name].length) return name;
    const k = found.findIndex((sum, place) => sum !== sums[name][place]);
    if (k >= 0) return `${name}[${String(k)}]`;
  }
  return null;
}

function isSummed(name: string): name is (typeof SUMMED)[number] {
  return SUMMED.some((own) => own === name);
}

/** The sum of each part of a list, whose text also goes into the sum of the whole. */
function sumsOf(parts: readonly object[], whole?: TextSha256): string[] {
  whole?.update('[');
  const sums = parts.map((part, k) => {
    const own = new TextSha256();
    if (k > 0) whole?.update(',');
    for (const piece of canonicalPieces(part)) {
      own.update(piece);
      whole?.update(piece);
    }
    return own.hex().slice(0, DIGITS);
  });
  whole?.update(']');
  return sums;
}
