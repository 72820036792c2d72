import '@testing-library/jest-dom/vitest';
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunEntry } from '@shared/model/run.ts';
import { runDash, runToken } from '../../src-renderer/charts/run-style.ts';
import ComparePane from '../../src-renderer/features/compare/ComparePane.svelte';
import { usualPart } from '../../src-renderer/features/compare/measured.ts';
import { plantedRun, rivalRuns, sweepRuns } from '../helpers/compared-runs.ts';
import { giveCanvas } from './helpers/canvas.ts';

interface Options {
  all?: readonly RunEntry[];
  isTestOpen?: (runId: string) => boolean;
}

async function openTab(name: string, runs: readonly RunEntry[], options: Options = {}) {
  const place = new Map(runs.map(({ id }, k) => [id, k]));
  const onhighlight = vi.fn();
  const onselect = vi.fn();
  render(ComparePane, {
    runs,
    all: options.all ?? runs,
    colorOf: (id: string) => runToken(place.get(id) ?? 0),
    dashOf: (id: string) => runDash(place.get(id) ?? 0),
    highlighted: null,
    onhighlight,
    onselect,
    curvesOf: () => new Promise<never>(() => undefined),
    isTestOpen: options.isTestOpen ?? (() => false),
    theme: 'light',
  });
  const user = userEvent.setup();
  await user.click(screen.getByRole('tab', { name }));
  return { user, onhighlight, onselect };
}

const LONG = 'A name that somebody made very long because the run matters so much to them, number 14';

beforeAll(giveCanvas);

describe('the tabs', () => {
  it('are gone through by the arrow keys, round and round', async () => {
    const { user } = await openTab('Curves', rivalRuns(1, 0));
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: 'Settings' })).toHaveFocus();
    expect(screen.getByRole('tab', { name: 'Settings' })).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(screen.getByRole('tabpanel', { name: 'Verdict' })).toBeVisible();
  });

  it.each(['Curves', 'Settings', 'Network', 'Metrics', 'Sweep', 'Verdict'])(
    '%s can be opened with no run, one, two and a hundred',
    async (tab) => {
      for (const runs of [[], rivalRuns(1, 0).slice(0, 1), rivalRuns(1, 0), sweepRuns(50)]) {
        await openTab(tab, runs);
        expect(screen.getByRole('tabpanel', { name: tab })).not.toBeEmptyDOMElement();
        document.body.replaceChildren();
      }
    },
  );
});

describe('settings', () => {
  it('shows what differs, and everything on demand', async () => {
    const { user } = await openTab('Settings', rivalRuns(1, 0));
    const table = screen.getByRole('table', { name: 'Settings of the chosen runs' });
    expect(within(table).getByRole('row', { name: /Learning rate/ })).toHaveTextContent(/0\.01.*0\.02/);
    expect(within(table).queryByRole('row', { name: /^Rows/ })).toBeNull();
    await user.click(screen.getByRole('checkbox', { name: 'Show only what differs' }));
    expect(within(table).getByRole('row', { name: /^Rows/ })).toHaveTextContent(/10,000.*10,000/);
  });

  it('copies the value that is pressed', async () => {
    const { user } = await openTab('Settings', rivalRuns(1, 0));
    await user.click(screen.getByRole('button', { name: '0.02' }));
    expect(await navigator.clipboard.readText()).toBe('0.02');
    expect(screen.getByText('Copied: 0.02')).toBeVisible();
  });

  it('holds only the columns in sight of a thousand runs', async () => {
    await openTab('Settings', sweepRuns(500));
    const table = screen.getByRole('table', { name: 'Settings of the chosen runs' });
    expect(table).toHaveAttribute('aria-colcount', '1001');
    expect(within(table).getAllByRole('columnheader').length).toBeLessThan(60);
  });

  it('teaches what it takes where one run is chosen', async () => {
    await openTab('Settings', rivalRuns(1, 0).slice(0, 1));
    expect(screen.getByRole('heading', { name: 'Choose a second run' })).toBeVisible();
  });
});

describe('networks', () => {
  it('sets two side by side and says what changed', async () => {
    await openTab('Network', [
      plantedRun(0, { loss: 1, units: [4, 4] }),
      plantedRun(1, { loss: 1, units: [4, 8, 4], activation: 'relu' }),
    ]);
    expect(screen.getByText(/1 layer differs/)).toBeVisible();
    expect(screen.getByRole('row', { name: /Added.*Dense 8/ })).toBeVisible();
    expect(screen.getByRole('row', { name: /47 parameters.*103 parameters/ })).toBeVisible();
  });

  it('offers each network once', async () => {
    await openTab('Network', sweepRuns(16));
    const options = within(screen.getByRole('combobox', { name: 'Network A' })).getAllByRole('option');
    expect(options.length).toBeLessThanOrEqual(8);
  });
});

describe('metrics', () => {
  it('shows a bar for each run, the best first, and NaN as NaN', async () => {
    const { user } = await openTab('Metrics', [
      plantedRun(0, { loss: 0.5 }),
      plantedRun(1, { loss: NaN }),
      plantedRun(2, { loss: 0.25 }, { name: LONG }),
      plantedRun(3, { loss: null }, { status: 'failed' }),
    ]);
    expect(screen.getByRole('img', { name: /the best is A name that .* with 0\.25/ })).toBeVisible();
    await user.click(screen.getByText('As a table'));
    const rows = within(screen.getByRole('table', { name: /as a table/ })).getAllByRole('row');
    expect(rows.slice(1).map((row) => row.textContent.replace(/\s+/g, ' ').trim())).toEqual([
      expect.stringContaining(LONG),
      expect.stringContaining('Run 1'),
      expect.stringMatching(/Run 2NaN/),
      expect.stringMatching(/Run 4–/),
    ]);
  });

  it('gives mean and deviation of each configuration', async () => {
    const { user } = await openTab('Metrics', rivalRuns(4, 0.1));
    await user.click(screen.getByRole('radio', { name: 'mean ± std' }));
    expect(
      screen.getByRole('img', { name: /2 configurations: the best is Learning rate 0\.02/ }),
    ).toBeVisible();
  });

  it('offers test results only where they were opened', async () => {
    await openTab('Metrics', rivalRuns(2, 0));
    expect(screen.queryByRole('radio', { name: 'test' })).toBeNull();
    document.body.replaceChildren();
    const runs = rivalRuns(2, 0);
    const { user } = await openTab('Metrics', runs, { isTestOpen: (id) => id === runs[0]!.id });
    await user.click(screen.getByRole('radio', { name: 'test' }));
    await user.click(screen.getByText('As a table'));
    const table = screen.getByRole('table', { name: /as a table/ });
    expect(within(table).getAllByLabelText('none').length).toBe(3 + 4);
  });
});

describe('a sweep', () => {
  it('is shown as a whole though one run of it was chosen, and says what matters', async () => {
    const all = sweepRuns(32);
    await openTab('Sweep', all.slice(0, 1), { all });
    expect(screen.getByRole('radio', { name: 'whole sweep (64)' })).toBeChecked();
    expect(screen.getByRole('img', { name: /Learning rate explains \d+ %/ })).toBeVisible();
  });

  it('picks runs along an axis by the keyboard, to be chosen', async () => {
    const all = sweepRuns(32);
    const { user, onselect } = await openTab('Sweep', all);
    screen.getByRole('slider', { name: 'Pick by Learning rate' }).focus();
    await user.keyboard('{ArrowUp}');
    await user.click(screen.getByRole('button', { name: 'Choose these runs' }));
    const picked = onselect.mock.calls[0]![0] as string[];
    expect(picked.length).toBeGreaterThan(0);
    const rates = (runs: readonly RunEntry[]) =>
      runs.map(({ experiment }) => (experiment.training.optimizer as { learningRate: number }).learningRate);
    const highest = Math.max(...rates(all.filter(({ id }) => picked.includes(id))));
    const lowest = Math.min(...rates(all.filter(({ id }) => !picked.includes(id))));
    expect(highest).toBeLessThan(lowest);
    await user.click(screen.getByRole('button', { name: 'Let go' }));
    expect(screen.queryByRole('button', { name: 'Choose these runs' })).toBeNull();
  });

  it('says so where too few configurations were tried, and where nothing varies', async () => {
    await openTab('Sweep', rivalRuns(3, 0));
    expect(screen.getByText(/It takes 10 configurations/)).toBeVisible();
    document.body.replaceChildren();
    await openTab('Sweep', rivalRuns(3, 0).slice(0, 3));
    expect(screen.getByRole('heading', { name: 'No setting varies' })).toBeVisible();
  });
});

describe('the verdict', () => {
  it.each([
    ['B is better', rivalRuns(8, 0.05)],
    ['No difference to see', rivalRuns(8, 0)],
    ['One lucky seed', rivalRuns(8, 0, 0.3)],
    ['Too few seeds to say', rivalRuns(2, 0.05)],
  ])('says "%s" on a planted case', async (title, runs) => {
    await openTab('Verdict', runs);
    expect(screen.getByRole('heading', { name: title })).toBeVisible();
    expect(screen.getByRole('img', { name: new RegExp(`^${title}`) })).toBeVisible();
  });

  it('takes all seeds of both configurations, also those that were not chosen', async () => {
    const all = rivalRuns(8, 0.05);
    await openTab('Verdict', [all[0]!, all[8]!], { all });
    expect(screen.getByText(/ahead in 8 of 8 seeds/)).toBeVisible();
    expect(screen.getByText(/Paired t-test/)).toBeVisible();
  });

  it('turns round when A and B are exchanged', async () => {
    const { user } = await openTab('Verdict', rivalRuns(8, 0.05));
    const a = screen.getByRole('combobox', { name: 'Configuration A' });
    await user.selectOptions(a, 'Learning rate 0.02 (8 runs)');
    expect(screen.getByRole('heading', { name: 'A is better' })).toBeVisible();
  });

  it('asks for another configuration where all runs are of one', async () => {
    await openTab('Verdict', rivalRuns(8, 0).slice(0, 8));
    expect(screen.getByRole('heading', { name: 'Choose another configuration' })).toBeVisible();
  });

  it('says nothing of the two seeds that a sweep has of each', async () => {
    await openTab('Verdict', sweepRuns(12));
    expect(screen.getByRole('combobox', { name: 'Configuration A' })).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Too few seeds to say' })).toBeVisible();
  });
});

describe('the part that is looked at first', () => {
  it('is the validation rows where most runs have some, else the training rows', () => {
    const withRows = (validation: number): RunEntry => ({
      ...rivalRuns(1, 0)[0]!,
      rows: { train: 60, validation, test: 20 },
    });
    expect(usualPart([withRows(20), withRows(20), withRows(0)])).toBe('validation');
    expect(usualPart([withRows(20), withRows(0)])).toBe('train');
    expect(usualPart([])).toBe('train');
  });
});
