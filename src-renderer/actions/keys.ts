/** The parts of a KeyboardEvent that decide which action it means. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const ON_MAC = /mac/i.test(globalThis.navigator.platform);

/** Whether a key press is the one written in Electron's notation, such as `CmdOrCtrl+Shift+Z`. */
export function isKeyPress(keys: string, press: KeyPress, onMac = ON_MAC): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const command = onMac ? press.metaKey : press.ctrlKey;
  const other = onMac ? press.ctrlKey : press.metaKey;
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    command === parts.includes('CmdOrCtrl') &&
    press.shiftKey === parts.includes('Shift') &&
    press.altKey === parts.includes('Alt') &&
    !other
  );
}

/** `CmdOrCtrl+Shift+Z` → "Ctrl+Shift+Z", or "⌘⇧Z" on a Mac. */
export function keyLabel(keys: string, onMac = ON_MAC): string {
  if (!onMac) return keys.replace('CmdOrCtrl', 'Ctrl');
  const symbols: Record<string, string> = { CmdOrCtrl: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩' };
  return keys
    .split('+')
    .map((part) => symbols[part] ?? part)
    .join('');
}
