import { activationFunctions } from '@shared/engine/activations.ts';
import { formatCount } from '@shared/core/text.ts';
import { type Activation, OUTPUT_ACTIVATIONS } from '@shared/model/activations.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import { activationOf, type LayerShape } from '@shared/model/network.ts';
import { multiplyAdds } from '@shared/model/work.ts';
import { countOf } from '../../edits/count-of.ts';
import { parameterTerm } from '../../edits/parameter-sum.ts';

/** What a layer is called in the picture and in lists: "Dense 4 · ReLU", "Dropout 0.5". */
export function layerTitle(shape: LayerShape): string {
  const { label } = layerCatalog[shape.type];
  switch (shape.type) {
    case 'dense':
      return `${label} ${formatCount(shape.units)} · ${OUTPUT_ACTIVATIONS[shape.activation]}`;
    case 'dropout':
      return `${label} ${String(shape.rate)}`;
    case 'residual':
      return `Residual over ${String(shape.over)}`;
    case 'batch-normalization':
      return `Batch norm${afterText(shape)}`;
    case 'layer-normalization':
      return `Layer norm${afterText(shape)}`;
  }
}

function afterText(shape: LayerShape): string {
  const activation = activationOf(shape);
  return activation === 'linear' ? '' : ` · ${OUTPUT_ACTIVATIONS[activation]}`;
}

/** How large a layer is, term by term, for the inspector. */
export function layerFacts(shape: LayerShape): readonly (readonly [term: string, fact: string])[] {
  const { units, inputs, parameters } = shape;
  const facts: (readonly [string, string])[] =
    shape.type === 'dense'
      ? [
          ['Shape of W', `${formatCount(units)} × ${formatCount(inputs)}`],
          ['Shape of b', formatCount(units)],
        ]
      : [['Values', formatCount(units)]];
  const term = parameterTerm(shape);
  facts.push(['Parameters', parameters === 0 ? 'none' : `${term} = ${formatCount(parameters)}`]);
  if (shape.type === 'dense') facts.push(['Multiply-adds', formatCount(multiplyAdds(shape))]);
  return facts;
}

/** What a layer computes, as it is read out. */
export function layerFormula(shape: LayerShape): string {
  const apply = (inner: string) => (activationOf(shape) === 'linear' ? `a = ${inner}` : `a = f(${inner})`);
  switch (shape.type) {
    case 'dense':
      return apply('W·x + b');
    case 'batch-normalization':
      return apply('γ·(x − mean of the batch) / √(variance of the batch + ε) + β');
    case 'layer-normalization':
      return apply('γ·(x − mean of the row) / √(variance of the row + ε) + β');
    case 'residual':
      return `a = x + the x that went in ${countOf(shape.over, 'layer')} before`;
    case 'dropout':
      return `a = m·x / ${keptShare(shape.rate)}, m = 0 or 1`;
  }
}

/** 1 − 0.9 is 0.1, not 0.09999999999999998. */
export function keptShare(rate: number): string {
  return String(Number((1 - rate).toPrecision(12)));
}

/** An activation, as it is read out. */
export function functionFormula(activation: Activation): string {
  return activation === 'softmax' ? 'f(z) = eᶻ / Σ eᶻ' : activationFunctions[activation].formula;
}
