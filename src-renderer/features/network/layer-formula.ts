import { activationFunctions } from '@shared/engine/activations.ts';
import { formatCount } from '@shared/core/text.ts';
import { type Activation, OUTPUT_ACTIVATIONS } from '@shared/model/activations.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import { activationOf, type LayerShape } from '@shared/model/network.ts';
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

/** What a layer is and computes, term by term, for the inspector. */
export function layerFacts(shape: LayerShape): readonly (readonly [term: string, fact: string])[] {
  const { units, inputs, parameters } = shape;
  const facts: (readonly [string, string])[] = [['Formula', layerFormula(shape)]];
  const activation = activationOf(shape);
  if (activation !== 'linear') facts.push(['with', functionFormula(activation)]);
  if (shape.type === 'dense') {
    facts.push(
      ['Shape of W', `${formatCount(units)} × ${formatCount(inputs)}`],
      ['Shape of b', formatCount(units)],
    );
  } else {
    facts.push(['Values', formatCount(units)]);
  }
  const term = parameterTerm(shape);
  facts.push(['Parameters', parameters === 0 ? 'none' : `${term} = ${formatCount(parameters)}`]);
  return facts;
}

function layerFormula(shape: LayerShape): string {
  const apply = (inner: string) => (activationOf(shape) === 'linear' ? `a = ${inner}` : `a = f(${inner})`);
  switch (shape.type) {
    case 'dense':
      return apply('W·x + b');
    case 'batch-normalization':
    case 'layer-normalization':
      return apply('γ·(x − mean) / √(variance + ε) + β');
    case 'residual':
      return 'a = x + x before';
    case 'dropout':
      return `a = x · m / ${String(1 - shape.rate)}, m = 0 or 1`;
  }
}

function functionFormula(activation: Activation): string {
  return activation === 'softmax' ? 'f(z) = eᶻ / Σ eᶻ' : activationFunctions[activation].formula;
}
