import '@testing-library/jest-dom/vitest';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { beforeAll, expect, it, vi } from 'vitest';
import type { ArtifactCalls } from '../../src-renderer/features/common/artifacts.ts';
import { ARTIFACTS_KEY } from '../../src-renderer/features/common/artifacts.ts';
import ChartFrame from '../../src-renderer/features/common/ChartFrame.svelte';

beforeAll(() => {
  // The test window has no popovers; the real one closes them by itself.
  HTMLElement.prototype.hidePopover = () => undefined;
});

const CSV = 'epoch,loss\n0,1\n';

function show(calls: Partial<Record<keyof ArtifactCalls, unknown>> = {}, change = {}) {
  const save = vi.fn((_: unknown) => Promise.resolve({ status: 'saved', fileName: 'Loss.csv' }));
  const copy = vi.fn((_: unknown) => Promise.resolve({}));
  const children = createRawSnippet(() => ({
    render: () =>
      '<div><svg class="small"></svg><svg viewBox="0 0 9 9"><rect class="bar" width="4" height="5"/></svg></div>',
  }));
  render(ChartFrame, {
    props: { name: 'Loss', csv: () => CSV, children, ...change },
    context: new Map([[ARTIFACTS_KEY, { save, copy, ...calls }]]),
  });
  return { save, copy };
}

async function choose(name: RegExp): Promise<void> {
  await userEvent.click(screen.getByRole('button', { name: 'Copy or save: Loss' }));
  await userEvent.click(screen.getByRole('menuitem', { name, hidden: true }));
}

it('a chart is saved with its numbers, and says as what', async () => {
  const { save } = show();
  await choose(/^Save numbers/);
  expect(save).toHaveBeenCalledWith({ kind: 'csv', name: 'Loss', content: CSV });
  expect(await screen.findByText('Saved as Loss.csv.')).toBeVisible();
});

it('says nothing when the person changed their mind', async () => {
  show({ save: () => Promise.resolve({ status: 'cancelled' }) });
  await choose(/^Save numbers/);
  expect(screen.getByRole('status').textContent).toBe('');
});

it('says why it could not be saved', async () => {
  show({ save: () => Promise.reject(new Error('The disk is full.')) });
  await choose(/^Save numbers/);
  expect(await screen.findByText('The disk is full.')).toBeVisible();
});

it('gives its own pictures', async () => {
  const png = Uint8Array.of(1, 2);
  const { save, copy } = show(
    {},
    { picture: () => ({ svg: () => '<svg/>', png: () => Promise.resolve(png) }) },
  );
  await choose(/^Save as SVG/);
  expect(save).toHaveBeenLastCalledWith({ kind: 'svg', name: 'Loss', content: '<svg/>' });
  await choose(/^Copy picture/);
  expect(copy).toHaveBeenLastCalledWith({ kind: 'png', name: 'Loss', content: png });
  expect(await screen.findByText('The picture is on the clipboard.')).toBeVisible();
});

it('has no menu where nothing can be taken away', () => {
  render(ChartFrame, {
    props: {
      name: 'Loss',
      csv: () => CSV,
      children: createRawSnippet(() => ({ render: () => '<p>Chart</p>' })),
    },
  });
  expect(screen.queryByRole('button')).toBeNull();
});
