import { canonicalJson } from '@shared/core/json-text.ts';
import { sha256HexOfText } from '@shared/core/sha256.ts';
import type { Experiment } from '@shared/model/experiment.ts';

/**
 * `sha256:` of everything that decides the bits of a run beside its table, which has a hash of its own, and how many epochs
 * it goes on: what a checkpoint and the record of its run must agree on.
 */
export function settingsHash({ data, network, training }: Experiment): string {
  const { split, scaling } = data;
  const { epochs: _, ...others } = training;
  return `sha256:${sha256HexOfText(canonicalJson({ split, scaling, network, training: others }))}`;
}
