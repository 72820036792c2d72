/** Small facts about the look of the window, kept by the browser. Where it keeps nothing, the usual ones are used. */
const PREFIX = 'ninestep:';

export function recallNumber(name: string): number | null {
  try {
    const text = localStorage.getItem(PREFIX + name);
    const value = text === null ? NaN : Number(text);
    return Number.isFinite(value) ? value : null;
  } catch {
    return null;
  }
}

export function rememberNumber(name: string, value: number): void {
  try {
    localStorage.setItem(PREFIX + name, String(value));
  } catch {
    // No storage: the width lasts until the stage is left.
  }
}
