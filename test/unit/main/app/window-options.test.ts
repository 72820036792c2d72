import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Bounds, windowOptions } from '../../../../src-main/app/window-options.ts';

const SCREENS = [{ x: 0, y: 0, width: 1920, height: 1080 }];
const place = (bounds: Bounds) => {
  const { x, y, width, height } = windowOptions('preload.cjs', false, bounds, SCREENS);
  return { x, y, width, height };
};

describe('windowOptions', () => {
  it('switches every door off (E1)', () => {
    expect(windowOptions('preload.cjs', false, null, SCREENS).webPreferences).toEqual({
      preload: 'preload.cjs',
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
  });

  it.each([
    ['light', false],
    ['dark', true],
  ] as const)('has the background of the %s page before anything is drawn', (theme, isDark) => {
    const tokens = readFileSync('src-renderer/styles/tokens.css', 'utf8');
    const [light, dark] = [...tokens.matchAll(/--bg:\s*(#[0-9a-f]{6})/g)].map((match) => match[1]);
    expect(windowOptions('p', isDark, null, SCREENS).backgroundColor).toBe({ light, dark }[theme]);
  });

  it.each<[string, Bounds, object]>([
    ['the default size without bounds', null, { width: 1280, height: 800 }],
    ['what was left', { x: 5, y: 6, width: 1500, height: 900 }, { x: 5, y: 6, width: 1500, height: 900 }],
    ['at least the smallest size', { width: 640, height: 480 }, { width: 1024, height: 640 }],
    [
      'no place on a screen that is gone',
      { x: 3000, y: 0, width: 1500, height: 900 },
      { width: 1500, height: 900 },
    ],
    ['no place above the screen', { x: 0, y: -500, width: 1500, height: 900 }, { width: 1500, height: 900 }],
    [
      'a place half off the screen',
      { x: 1000, y: 9, width: 1500, height: 900 },
      { x: 1000, y: 9, width: 1500, height: 900 },
    ],
  ])('gives %s', (_title, bounds, expected) => {
    expect(place(bounds)).toEqual({ x: undefined, y: undefined, ...expected });
  });
});
