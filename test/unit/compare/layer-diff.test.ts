import { describe, expect, it } from 'vitest';
import { layerDiff } from '@shared/compare/layer-diff.ts';
import { Random } from '@shared/core/random.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import { type Layer, layerCatalog, type LayerType } from '@shared/model/layer-catalog.ts';
import { type LayerShape, layerShapes } from '@shared/model/network.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';

const layer = (type: LayerType, change: object = {}): Layer =>
  ({ type, ...defaultsOf(layerCatalog[type].fields), ...change }) as Layer;
const dense = (units: number, activation = 'relu') => layer('dense', { units, activation });

function shapes(...layers: Layer[]): LayerShape[] {
  return layerShapes({ layers, output: { activation: 'linear', l1: 0, l2: 0 } }, 3, 1);
}

const kinds = (a: LayerShape[], b: LayerShape[]) => layerDiff(a, b).map(({ kind }) => kind);

describe('layers side by side', () => {
  it.each([
    ['the same', [dense(4), dense(8)], [dense(4), dense(8)], ['kept', 'kept', 'kept']],
    ['another width', [dense(4)], [dense(8)], ['changed', 'kept']],
    [
      'one more in the middle',
      [dense(4), dense(8)],
      [dense(4), layer('dropout'), dense(8)],
      ['kept', 'added', 'kept', 'kept'],
    ],
    ['one more at the front', [dense(8)], [dense(16), dense(8)], ['added', 'kept', 'kept']],
    [
      'one less',
      [dense(4), layer('dropout'), dense(8)],
      [dense(4), dense(8)],
      ['kept', 'removed', 'kept', 'kept'],
    ],
    ['another kind', [layer('dropout')], [layer('batch-normalization')], ['added', 'removed', 'kept']],
    ['none to some', [], [dense(4), dense(4)], ['added', 'added', 'kept']],
    ['none to none', [], [], ['kept']],
  ])('%s', (_, a, b, expected) => {
    expect(kinds(shapes(...a), shapes(...b)).toSorted()).toEqual(expected.toSorted());
  });

  it('names what changed, from what to what', () => {
    const [step] = layerDiff(shapes(dense(4)), shapes(dense(16, 'tanh')));
    expect(step).toMatchObject({
      kind: 'changed',
      changes: [
        { name: 'units', label: 'Units', from: 4, to: 16 },
        { name: 'activation', label: 'Activation', from: 'relu', to: 'tanh' },
      ],
    });
  });

  it('keeps a layer whose width alone follows from another one, with its new shape', () => {
    const steps = layerDiff(shapes(dense(4), layer('dropout')), shapes(dense(8), layer('dropout')));
    expect(steps[1]).toMatchObject({ kind: 'kept', a: { units: 4 }, b: { units: 8 } });
  });

  it('pairs the layer that is most alike where several could be changed', () => {
    const steps = layerDiff(shapes(dense(4, 'tanh')), shapes(dense(8, 'relu'), dense(8, 'tanh')));
    expect(steps.map(({ kind }) => kind)).toEqual(['added', 'changed', 'kept']);
  });
});

const KINDS = [dense(4), dense(8), dense(4, 'tanh'), layer('dropout'), layer('dropout', { rate: 0.1 })];

function randomNetwork(random: Random): LayerShape[] {
  return shapes(...Array.from({ length: random.below(6) }, () => KINDS[random.below(KINDS.length)]!));
}

/** Every way to align two lists, tried out: the fewest edits there are. */
function fewestEdits(a: readonly LayerShape[], b: readonly LayerShape[]): number {
  const [first, other] = [a[0], b[0]];
  if (first === undefined || other === undefined) return a.length + b.length;
  const ways = [1 + fewestEdits(a.slice(1), b), 1 + fewestEdits(a, b.slice(1))];
  if (first.type === other.type) {
    const isSame = Object.keys(layerCatalog[first.type].fields).every(
      (name) => first[name as keyof LayerShape] === other[name as keyof LayerShape],
    );
    ways.push((isSame ? 0 : 1) + fewestEdits(a.slice(1), b.slice(1)));
  }
  return Math.min(...ways);
}

describe(`any two networks (SEED=${String(SEED)})`, () => {
  const random = new Random(SEED, 'layer diff');
  const cases = Array.from(
    { length: campaignSize(300, 20_000) },
    () => [randomNetwork(random), randomNetwork(random)] as const,
  );

  it('become each other: the steps hold all layers of both, in order', () => {
    for (const [a, b] of cases) {
      const steps = layerDiff(a, b);
      expect(steps.flatMap((step) => step.a ?? [])).toEqual(a);
      expect(steps.flatMap((step) => step.b ?? [])).toEqual(b);
    }
  });

  it('with the fewest edits, and one more at most where that changes fewer settings', () => {
    for (const [a, b] of cases) {
      const edits = layerDiff(a, b).filter(({ kind }) => kind !== 'kept').length;
      expect(edits).toBe(fewestEdits(a.slice(0, -1), b.slice(0, -1)));
    }
  });
});
