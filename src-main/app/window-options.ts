import type { Settings } from '@shared/schema/settings.ts';
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';

const MIN_SIZE = { minWidth: 1024, minHeight: 640 } as const;
const DEFAULT_SIZE = { width: 1280, height: 800 } as const;

/** The page's own background, so that nothing flashes before it is drawn. As `--bg` in src-renderer/styles/tokens.css. */
const BACKGROUND = { light: '#f3f4f7', dark: '#0f1116' } as const;

export type Bounds = Settings['windowBounds'];

/** The options of every window there is (E1). Tests run with the same ones. */
export function windowOptions(
  preload: string,
  isDark: boolean,
  bounds: Bounds,
  screens: readonly Rectangle[],
): BrowserWindowConstructorOptions {
  return {
    ...MIN_SIZE,
    ...placeOnScreen(bounds, screens),
    title: 'Ninestep',
    show: false,
    backgroundColor: isDark ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
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
      // The spelling checker fetches its dictionaries from the network.
      spellcheck: false,
    },
  };
}

/** As wide a strip of the title bar as a hand needs to drag the window by. */
const GRIP = { width: 120, height: 40 } as const;

/** The bounds of last time, without a position whose screen is no longer there. */
function placeOnScreen(bounds: Bounds, screens: readonly Rectangle[]): Partial<Rectangle> {
  if (bounds === null) return DEFAULT_SIZE;
  const size = {
    width: Math.max(bounds.width, MIN_SIZE.minWidth),
    height: Math.max(bounds.height, MIN_SIZE.minHeight),
  };
  const { x, y } = bounds;
  if (x === undefined || y === undefined) return size;
  const canBeDragged = screens.some(
    (area) =>
      x + size.width - GRIP.width >= area.x &&
      x + GRIP.width <= area.x + area.width &&
      y >= area.y &&
      y + GRIP.height <= area.y + area.height,
  );
  return canBeDragged ? { x, y, ...size } : size;
}
