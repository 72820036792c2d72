import '@testing-library/jest-dom/vitest';
import { render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { defaultsOf } from '@shared/model/fields.ts';
import { layerCatalog, type Layer, type LayerType } from '@shared/model/layer-catalog.ts';
import { type LayerShape, layerShapes, outputFields } from '@shared/model/network.ts';
import { activationFunctions } from '@shared/engine/activations.ts';
import Formula from '../../src-renderer/features/common/Formula.svelte';
import { texText } from '../../src-renderer/features/common/formula.ts';
import { layerFormula } from '../../src-renderer/features/network/layer-formula.ts';
import { activationTex, layerTex } from '../../src-renderer/features/network/layer-tex.ts';

const shapes: LayerShape[] = (Object.keys(layerCatalog) as LayerType[]).map((type) => {
  const layer = { type, ...defaultsOf(layerCatalog[type].fields) } as Layer;
  return layerShapes({ layers: [layer], output: defaultsOf(outputFields) }, 4, 1)[0]!;
});

describe('a formula', () => {
  it('is typeset, and read as MathML', () => {
    const { container } = render(Formula, { tex: String.raw`\frac{a}{b}` });
    expect(container.querySelector('math mfrac')).not.toBeNull();
    expect(container.querySelector('.katex-html')).toHaveAttribute('aria-hidden', 'true');
  });

  it('is heard as its label where it has one', () => {
    render(Formula, { tex: 'x^2', label: 'x squared' });
    expect(screen.getByRole('math', { name: 'x squared' })).not.toHaveTextContent('x^2');
  });

  it('changes with its text', async () => {
    const { container, rerender } = render(Formula, { tex: 'x', label: 'x' });
    await rerender({ tex: 'y', label: 'y' });
    expect(container).toHaveTextContent('y');
    expect(container).not.toHaveTextContent('x');
  });

  it('that TeX cannot read stands there as it is written', () => {
    const { container } = render(Formula, { tex: String.raw`\frac{a` });
    expect(container).toHaveTextContent(String.raw`\frac{a`);
  });

  it.each([
    ['petal_length'],
    ['a{b}c'],
    ['50 % of $ & #1'],
    [String.raw`back\slash ~ ^`],
    ['身長'],
    ['{'],
    // An accent is set above its letter.
    ['größe', 'gro¨ße'],
  ])('takes the name %j of a column as it is', (name, shown = name) => {
    const { container } = render(Formula, { tex: texText(name), label: name });
    expect(container.textContent.replaceAll('\u00a0', ' ').trim()).toBe(shown);
  });
});

describe('every layer and every activation', () => {
  it.each([
    ...shapes.map((shape) => [shape.type, layerTex(shape), layerFormula(shape)] as const),
    ...Object.entries(activationTex).map(([name, tex]) => [name, tex, name] as const),
  ])('%s has a formula that can be typeset', (_, tex, label) => {
    const { container } = render(Formula, { tex, label, display: true });
    expect(container.querySelector('.katex-display .katex-html')).not.toBeNull();
  });

  it('is written with the constants of the engine', () => {
    const numbers = (text: string): string[] => text.match(/\d+\.\d+/g) ?? [];
    for (const [name, { formula }] of Object.entries(activationFunctions)) {
      const tex = numbers(activationTex[name as keyof typeof activationFunctions]);
      expect(new Set(tex)).toEqual(new Set(numbers(formula)));
    }
  });
});
