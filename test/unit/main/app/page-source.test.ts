import { describe, expect, it } from 'vitest';
import { pageSource } from '../../../../src-main/app/page-source.ts';

const BUILT = { kind: 'built', origin: 'app://workbench', url: 'app://workbench/index.html' };

describe('pageSource', () => {
  it.each([
    ['no dev server is named', undefined, false],
    ['its name is empty', '', false],
    ['the app is packaged, whatever the environment says', 'http://localhost:5173', true],
  ])('is the built page when %s', (_title, url, isPackaged) => {
    expect(pageSource(url, isPackaged)).toEqual(BUILT);
  });

  it('is the dev server in a checkout when electron-vite names it', () => {
    expect(pageSource('http://localhost:5173/', false)).toEqual({
      kind: 'dev-server',
      origin: 'http://localhost:5173',
      url: 'http://localhost:5173/index.html',
    });
  });
});
