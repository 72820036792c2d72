import { NoticesState } from '../../src-renderer/state/notices.svelte.ts';
import { describe, expect, it } from 'vitest';

describe('notices', () => {
  const messages = ({ shown }: NoticesState) => shown.map(({ message }) => message);

  it('of a run go when that run is opened, and no others', () => {
    const notices = new NoticesState();
    notices.add({ level: 'warning', message: 'Run 1: diverged' }, 'run-1');
    notices.add({ level: 'info', message: 'Run 2: finished' }, 'run-2');
    notices.add({ level: 'info', message: 'Copied.' });
    notices.dismissRun('run-1');
    expect(messages(notices)).toEqual(['Run 2: finished', 'Copied.']);
  });

  it('are the last four', () => {
    const notices = new NoticesState();
    for (const message of ['1', '2', '3', '4', '5']) notices.add({ level: 'error', message });
    expect(messages(notices)).toEqual(['2', '3', '4', '5']);
  });
});
