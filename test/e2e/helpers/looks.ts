import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const ALL_LOOKS = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 1920, height: 1080 },
  { theme: 'dark', width: 1280, height: 800 },
  { theme: 'light', width: 1920, height: 1080 },
] as const;

/** In which themes and sizes screens are looked at: both of each at every change, every pair in the long form. */
export const LOOKS = ALL_LOOKS.slice(0, process.env.NINESTEP_LONG === '1' ? 4 : 2).map((look) => ({
  ...look,
  name: `${look.theme}, ${String(look.width)}×${String(look.height)}`,
}));

/** Serious and critical findings, each with the places it was found at. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Without legacy mode axe opens a second page, which Electron does not allow.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Whether the page itself scrolls; only panes inside it may. */
export function pageOverflows(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return scrollWidth > clientWidth || scrollHeight > clientHeight;
  });
}
