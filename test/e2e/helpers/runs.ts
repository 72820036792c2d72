import type { MetricsPoint } from '@shared/model/run.ts';
import { expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchedMessages } from './workbench.ts';

/** Steps tell points apart; a run that is stopped within an epoch has two points of the same epoch. */
export function stepsOf(points: readonly MetricsPoint[]): number[] {
  return points.map(({ step }) => step);
}

/** The steps whose points a page was sent, and that each came once and in order. */
export async function watchedSteps(page: Page, runId: string): Promise<number[]> {
  const messages = await watchedMessages(page, runId);
  expect(messages.map(({ whole }) => whole)).toEqual(messages.map((_, k) => k === 0));
  const steps = stepsOf(messages.flatMap(({ points }) => points));
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  return steps;
}

/** Two models with the same checksum are the same to the last bit. */
export function checksumOf(directory: string): string {
  return (JSON.parse(readFileSync(join(directory, 'model.json'), 'utf8')) as { checksum: string }).checksum;
}
