import { formatCount } from '@shared/core/text.ts';
import { OUTPUT_ACTIVATIONS } from '@shared/model/activations.ts';
import { activationOf, type LayerShape } from '@shared/model/network.ts';
import { layerTitle } from '../layer-formula.ts';

/** What may stand under a column, the fullest first; the first that fits into its place is drawn. */
export type Caption = readonly (readonly string[])[];

export function inputCaption(inputs: number): Caption {
  return [[`Input ${formatCount(inputs)}`, 'scaled columns'], [`Input ${formatCount(inputs)}`], ['In']];
}

export function layerCaption(shape: LayerShape, isOutput: boolean): Caption {
  const activation = OUTPUT_ACTIVATIONS[activationOf(shape)];
  const title = isOutput ? `Output ${formatCount(shape.units)}` : null;
  const full = title === null ? layerTitle(shape) : `${title} · ${activation}`;
  const captions = [[full, parametersText(shape.parameters)]];
  switch (shape.type) {
    case 'dense': {
      const units = formatCount(shape.units);
      captions.push([title ?? `Dense ${units}`, activation], [units, activation], [units]);
      break;
    }
    case 'dropout':
      captions.push(['Dropout', String(shape.rate)], [String(shape.rate)]);
      break;
    case 'residual':
      captions.push(['Residual', `over ${String(shape.over)}`], ['+']);
      break;
    case 'batch-normalization':
    case 'layer-normalization':
      captions.push(
        [shape.type === 'batch-normalization' ? 'Batch norm' : 'Layer norm', activation],
        ['norm'],
      );
      break;
  }
  return captions;
}

function parametersText(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'parameter' : 'parameters'}`;
}

/** A column as a screen reader tells it: its place, what it is, and what stands in its way. */
export function spokenLayer(
  shape: LayerShape,
  layer: number,
  count: number,
  problems: readonly string[],
): string {
  const place = layer === count - 1 ? 'Output layer' : `Layer ${String(layer + 1)}`;
  const told = problems.length === 0 ? '' : `. Problem: ${problems.join(' ')}`;
  return `${place}, ${layerTitle(shape)}, ${parametersText(shape.parameters)}${told}`;
}
