import { EVENT_CHANNEL } from '@shared/ipc/channels.ts';
import type { WorkbenchEvent } from '@shared/ipc/contract.ts';
import type { BrowserWindow } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { createBroadcast } from '../../../../src-main/app/broadcast.ts';
import { recordingLog } from '../quiet-log.ts';

const ACTION: WorkbenchEvent = { type: 'action', action: 'run:train' };

function windowWith(state: { isDestroyed?: boolean; isCrashed?: boolean }) {
  const send = vi.fn();
  const { isDestroyed = false, isCrashed = false } = state;
  const webContents = { send, isDestroyed: () => isDestroyed, isCrashed: () => isCrashed };
  return { send, window: { webContents } as unknown as BrowserWindow };
}

describe('createBroadcast', () => {
  it('sends an event on the one channel for events', () => {
    const { send, window } = windowWith({});
    createBroadcast(() => window, recordingLog())(ACTION);
    expect(send).toHaveBeenCalledExactlyOnceWith(EVENT_CHANNEL, ACTION);
  });

  it('keeps back an event that breaks the contract, and logs it', () => {
    const { send, window } = windowWith({});
    const log = recordingLog();
    createBroadcast(() => window, log)({ ...ACTION, path: '/home' } as WorkbenchEvent);
    expect(send).not.toHaveBeenCalled();
    expect(log.lines.join()).toContain('breaks the contract');
  });

  it.each([{ isDestroyed: true }, { isCrashed: true }])('talks to no page that is gone: %j', (state) => {
    const { send, window } = windowWith(state);
    createBroadcast(() => window, recordingLog())(ACTION);
    expect(send).not.toHaveBeenCalled();
  });

  it('does nothing without a window', () => {
    expect(() => {
      createBroadcast(() => null, recordingLog())(ACTION);
    }).not.toThrow();
  });
});
