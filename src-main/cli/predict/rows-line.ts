import { formatCount } from '@shared/core/text.ts';
import type { ReadProgress } from '../../tables/table-file.ts';

/** Short work needs no progress, and plain lines come so often. */
const LINE_MS = 1_000;
/** Where a terminal redraws the line. */
const REDRAWN_MS = 100;

/** How far predicting has come: one line that is redrawn on a terminal, a line a second elsewhere; nothing when `quiet`. */
export class RowsLine {
  private readonly isQuiet: boolean;
  private readonly isRedrawn = process.stderr.isTTY;
  private toldAt = performance.now();
  private isOpen = false;

  constructor(isQuiet: boolean) {
    this.isQuiet = isQuiet;
  }

  read({ bytesRead, bytes }: ReadProgress): void {
    // What follows the last byte is told by the rows.
    if (bytesRead >= bytes) return;
    this.tell(() => `Reading: ${String(Math.floor((100 * bytesRead) / bytes))} %`);
  }

  answered(rows: number, of: number): void {
    this.tell(() => `Answered ${formatCount(rows)} of ${formatCount(of)} rows`);
  }

  end(): void {
    if (this.isOpen) process.stderr.write('\r\x1b[K');
    this.isOpen = false;
  }

  private tell(text: () => string): void {
    const now = performance.now();
    if (this.isQuiet || now - this.toldAt < (this.isOpen ? REDRAWN_MS : LINE_MS)) return;
    this.toldAt = now;
    this.isOpen = this.isRedrawn;
    process.stderr.write(this.isRedrawn ? `\r\x1b[K${text()}` : `${text()}\n`);
  }
}
