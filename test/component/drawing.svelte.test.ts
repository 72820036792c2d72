import { describe, expect, it } from 'vitest';
import { layerShapes, type Network } from '@shared/model/network.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { problemPlace } from '../../src-renderer/edits/problems.ts';
import { layerFacts, layerTitle } from '../../src-renderer/features/network/layer-formula.ts';
import { layersText, learningRateOf } from '@shared/runs/layers-text.ts';
import { classificationJson, smallExperimentJson } from '../helpers/experiments.ts';
import { withValue } from '../helpers/json-path.ts';

const experiment = parseExperiment(classificationJson);

function shapesOf(network: Pick<Network, 'layers' | 'output'>) {
  return layerShapes(network, 2, 2);
}

describe('every kind of layer', () => {
  const shapes = shapesOf(experiment.network);

  it('calls each layer by a short name', () => {
    expect(shapes.map(layerTitle)).toEqual([
      'Dense 4 · Linear',
      'Batch norm · ReLU',
      'Dropout 0.2',
      'Dense 4 · GELU',
      'Residual over 2',
      'Layer norm',
      'Dense 2 · Softmax',
    ]);
  });

  it('knows the facts of each layer', () => {
    const parameters = shapes.map((shape) => new Map(layerFacts(shape)).get('Parameters'));
    expect(parameters).toEqual([
      '(2+1)·4 = 12',
      '2·4 = 8',
      'none',
      '(4+1)·4 = 20',
      'none',
      '2·4 = 8',
      '(4+1)·2 = 10',
    ]);
    expect(new Map(layerFacts(shapes[0]!)).get('Multiply-adds')).toBe('8');
  });
});

describe('a run in a few words', () => {
  it('names every kind of hidden layer', () => {
    expect(layersText(experiment)).toBe(
      '4 linear · batch norm · dropout 0.2 · 4 gelu · residual over 2 · layer norm',
    );
  });

  it('has a learning rate unless its optimizer has none', () => {
    expect(learningRateOf(experiment)).toBe(0.01);
    let json: unknown = withValue(smallExperimentJson, 'training.optimizer', { type: 'lbfgs' });
    json = withValue(json, 'training.batchSize', 'full');
    expect(learningRateOf(parseExperiment(withValue(json, 'training.precision', 'float64')))).toBeNull();
  });
});

describe('the place of a problem', () => {
  it.each([
    ['network.layers[1]', 'Layer 2'],
    ['network.layers[2].over', 'Layer 3 layers skipped'],
    ['training.schedule.type', 'Schedule'],
    ['training.schedule.factor', 'Factor'],
    ['training.clipping', 'Clipping'],
    ['training.optimizer.type', 'Optimizer'],
    ['data.scaling.targets', 'Scaling of targets'],
    ['data.source.targets.y', 'y'],
    ['network.output.activation', 'Output activation'],
  ])('%s is told as %s', (at, told) => {
    expect(problemPlace(at)).toBe(told);
  });
});
