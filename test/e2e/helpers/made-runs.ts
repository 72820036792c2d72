import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { TestFolders } from './app.ts';

const SCRIPT = resolve(import.meta.dirname, '../../../scripts/make-runs.mjs');

/** Fills a workspace, before the app starts, with runs that were never trained; the same ones each time. */
export function fillWorkspace({ workspace }: TestFolders, runs: number, points: number): void {
  const counts = ['--runs', String(runs), '--points', String(points), '--seed', '5'];
  execFileSync(process.execPath, [SCRIPT, '--out', workspace, ...counts], { stdio: 'pipe' });
}
