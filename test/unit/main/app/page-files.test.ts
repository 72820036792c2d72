import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findPageFile, mapPageFiles } from '../../../../src-main/app/page-files.ts';
import { ORIGIN } from '../ipc/senders.ts';

const folder = mkdtempSync(join(tmpdir(), 'ninestep-page-'));
const secret = join(folder, '..', 'ninestep-secret.txt');
mkdirSync(join(folder, 'page/assets'), { recursive: true });
writeFileSync(join(folder, 'page/index.html'), '<p>page</p>');
writeFileSync(join(folder, 'page/assets/index.js'), 'void 0');
writeFileSync(join(folder, 'secret.txt'), 'secret');
symlinkSync(join(folder, 'secret.txt'), join(folder, 'page/linked.txt'));
const files = mapPageFiles(join(folder, 'page'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the page files (E2)', () => {
  it.each([
    ['app://workbench/', 'index.html', 'text/html; charset=utf-8'],
    ['app://workbench/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['app://workbench/index.html?again#top', 'index.html', 'text/html; charset=utf-8'],
    ['app://workbench/assets/index.js', 'assets/index.js', 'text/javascript; charset=utf-8'],
  ])('finds %s', (url, path, mimeType) => {
    expect(findPageFile(files, url, ORIGIN)).toEqual({ path: join(folder, 'page', path), mimeType });
  });

  it.each([
    'app://workbench',
    'app://workbench/missing.html',
    'app://workbench/assets',
    'app://workbench/assets/',
    'app://workbench/../secret.txt',
    'app://workbench/assets/../../secret.txt',
    'app://workbench/%2e%2e/secret.txt',
    'app://workbench/..%2fsecret.txt',
    'app://workbench/..\\secret.txt',
    'app://workbench/%5c..%5csecret.txt',
    'app://workbench//index.html',
    'app://workbench/./index.html',
    'app://workbench/index.html%00.js',
    'app://workbench/index%2ehtml',
    'app://workbench/INDEX.HTML',
    'app://workbench/__proto__',
    'app://workbench/constructor',
    'app://workbench/linked.txt',
    'app://workbench.evil/index.html',
    'app://evil/index.html',
    'file:///index.html',
    `app://workbench/${secret}`,
    '',
  ])('knows nothing of %j', (url) => {
    expect(findPageFile(files, url, ORIGIN)).toBeUndefined();
  });
});
