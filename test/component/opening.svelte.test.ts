import '@testing-library/jest-dom/vitest';
import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, it } from 'vitest';
import Opening from '../../src-renderer/features/shell/Opening.svelte';
import { ReadingState } from '../../src-renderer/state/reading.svelte.ts';

it('shows nothing until it is known that many runs have to be read, and then how many were', async () => {
  const reading = new ReadingState();
  render(Opening, { reading });
  expect(screen.queryByRole('status')).toBeNull();
  reading.receive({ type: 'runs-reading', done: 2_500, total: 10_000 });
  await tick();
  expect(screen.getByRole('status')).toHaveTextContent(/Reading 10,000 runs.*2,500 read/);
  expect(screen.getByRole('progressbar', { name: 'Runs read' })).toHaveAttribute('aria-valuenow', '25');
});
