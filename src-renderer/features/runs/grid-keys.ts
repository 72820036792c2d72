/** Where a key moves the active row to; null for other keys. −1 stands for none yet. */
export function movedRow(key: string, active: number, rows: { count: number; page: number }): number | null {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + rows.page,
    PageUp: active - rows.page,
    Home: 0,
    End: rows.count - 1,
  };
  const target = targets[key];
  if (target === undefined || rows.count === 0) return null;
  return Math.min(rows.count - 1, Math.max(0, target));
}
