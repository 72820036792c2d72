import { render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import ConfusionMatrix from '../../src-renderer/features/evaluate/ConfusionMatrix.svelte';

/** More classes than there is room for names over the columns. */
const MANY = 20;

function headsOf(classes: readonly string[]): string[] {
  const counts = new Uint32Array(classes.length ** 2);
  render(ConfusionMatrix, { counts, classes, chosen: null, onchoose: () => undefined });
  const drawing = screen.getByRole('group', { name: /^Confusion matrix/ });
  return [...drawing.querySelectorAll('text')].map((text) => text.firstChild?.textContent?.trim() ?? '');
}

describe('the heads of a confusion matrix of many classes', () => {
  it('are the names where those are short, so that no class is taken for another', () => {
    const names = Array.from({ length: MANY }, (_, k) => String(k));
    const heads = headsOf(names);
    for (const name of names) expect(heads.filter((head) => head === name)).toHaveLength(2);
  });

  it('are numbers that stand beside the names of the rows, too', () => {
    const heads = headsOf(Array.from({ length: MANY }, (_, k) => `kind ${String.fromCodePoint(97 + k)}`));
    expect(heads).toContain('3');
    expect(heads).toContain('kind c 3');
  });
});
