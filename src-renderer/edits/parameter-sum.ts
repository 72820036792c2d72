import { formatCount } from '@shared/core/text.ts';
import { countOf } from './count-of.ts';
import type { LayerShape } from '@shared/model/network.ts';

/** Layers that are spelled out at either end of a long sum. */
const ENDS = 3;

/** What each layer adds, spelled out: "(2+1)·4 + 2·4 + (4+1)·3" with a normalisation in between. */
export function parameterSum(shapes: readonly LayerShape[]): string {
  const terms = shapes.filter(({ parameters }) => parameters > 0).map(parameterTerm);
  const shown = terms.length <= 2 * ENDS ? terms : [...terms.slice(0, ENDS), '…', ...terms.slice(-ENDS)];
  return shown.join(' + ');
}

/** Weights and biases of a dense layer, scale and shift of a normalisation. */
export function parameterTerm({ type, inputs, units, parameters }: LayerShape): string {
  if (parameters === 0) return '0';
  return type === 'dense' ? `(${formatCount(inputs)}+1)·${formatCount(units)}` : `2·${formatCount(units)}`;
}

/** The article refuses to go on here; Ninestep only warns, because such a network can be trained. */
export function parameterWarning(parameters: number, trainingRows: number): string | null {
  if (parameters < trainingRows) return null;
  return (
    `The article's step 5 refuses ${formatCount(parameters)} parameters for ${countOf(trainingRows, 'training row')}: ` +
    'there must be fewer parameters than rows, or the network can learn the rows by heart. You may train it all the same.'
  );
}
