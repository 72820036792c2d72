import { describe, expect, it } from 'vitest';
import { experimentName } from '../../../../src-main/service/experiment-name.ts';
import type { FileSource } from '@shared/model/table-source.ts';

const fileAt = (path: string) => ({ kind: 'file', path }) as FileSource;

describe('the first name of an experiment on a table', () => {
  it('is that of its file', () => {
    expect(experimentName(fileAt('/tables/flowers of 2024.csv'))).toBe('flowers of 2024');
  });

  it('is never the hash that a pasted table is kept by', () => {
    expect(experimentName(fileAt(`/work/data/${'0f'.repeat(32)}.tsv`))).toBe('Pasted table');
  });
});
