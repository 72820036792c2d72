import { closest } from '@shared/runs/closest.ts';
import { describe, expect, it } from 'vitest';

describe('the word that was most likely meant', () => {
  const words = ['train', 'sweep', 'predict', 'evaluate', 'export', 'verify', 'help'];

  it.each([
    ['trian', 'train'],
    ['exprot', 'export'],
    ['eval', 'evaluate'],
    ['verfy', 'verify'],
    ['PREDICT', 'predict'],
    ['predcit', 'predict'],
    ['hlep', 'help'],
    ['fly', null],
    ['prdtc', null],
  ])('of %j is %j', (typed, meant) => {
    expect(closest(typed, words)).toBe(meant);
  });
});
