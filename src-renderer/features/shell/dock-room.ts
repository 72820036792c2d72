/** How much the dock says of a live run. */
export type DockDensity = 'full' | 'medium' | 'compact';

/** Pixels that a live run takes. */
const WIDTHS: Record<DockDensity, number> = { full: 720, medium: 420, compact: 158 };
/** Pixels that stay free for ended runs, and for the count of those that are not shown. */
const FOR_RECENT = 170;
const FOR_MORE = 48;

/** As much of every live run as fits; and where even the least does not, how many of them are shown. */
export function dockRoom(width: number, live: number): { density: DockDensity; shown: number } {
  for (const density of ['full', 'medium', 'compact'] as const) {
    if (live * WIDTHS[density] + FOR_RECENT <= width) return { density, shown: live };
  }
  return { density: 'compact', shown: Math.max(1, Math.floor((width - FOR_MORE) / WIDTHS.compact)) };
}
