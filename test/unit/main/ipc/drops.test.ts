import type { WorkbenchEvent } from '@shared/ipc/contract.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { ApprovedPaths } from '../../../../src-main/app/approved-paths.ts';
import { Notices } from '../../../../src-main/app/notices.ts';
import { CallRate } from '../../../../src-main/ipc/call-limits.ts';
import { type DropContext, takeDrop } from '../../../../src-main/ipc/drops.ts';
import { workspaceAt } from '../../../../src-main/storage/paths.ts';
import { recordingLog } from '../quiet-log.ts';
import { HOSTILE_SENDERS, ORIGIN, OUR_FRAME } from './senders.ts';

const TABLE = '/home/me/iris.csv';

let context: DropContext;
let events: WorkbenchEvent[];
let log: ReturnType<typeof recordingLog>;
beforeEach(() => {
  events = [];
  log = recordingLog();
  const broadcast = (event: WorkbenchEvent) => events.push(event);
  const paths = new ApprovedPaths(workspaceAt('/home/me/Ninestep'));
  context = {
    paths,
    notices: new Notices(broadcast),
    broadcast,
    origin: ORIGIN,
    rate: new CallRate(() => 0),
    log,
  };
});

const isAllowed = (path: string) => {
  try {
    return context.paths.resolve(path, 'path') === path;
  } catch {
    return false;
  }
};

describe('takeDrop', () => {
  it('lets main read the file and tells the page its path', () => {
    takeDrop(OUR_FRAME, { path: TABLE, files: 3 }, context);
    expect(events).toEqual([{ type: 'file-dropped', path: '../iris.csv', files: 3 }]);
    expect(isAllowed(TABLE)).toBe(true);
  });

  it.each(HOSTILE_SENDERS)('believes nothing of $title (I1)', ({ frame }) => {
    takeDrop(frame, { path: TABLE, files: 1 }, context);
    expect({ events, allowed: isAllowed(TABLE) }).toEqual({ events: [], allowed: false });
    expect(log.lines.join()).toContain('Refused a dropped file');
  });

  it.each([
    ['nothing', undefined],
    ['a bare path', TABLE],
    ['more than a path', { path: TABLE, files: 1, more: true }],
    ['no files', { path: TABLE, files: 0 }],
    ['a path that is too long', { path: `/${'x'.repeat(LIMITS.textLength)}`, files: 1 }],
    ['far too much', { path: 'x'.repeat(LIMITS.ipcBytes), files: 1 }],
  ])('refuses %s', (_title, payload) => {
    takeDrop(OUR_FRAME, payload, context);
    expect({ events, allowed: isAllowed(TABLE) }).toEqual({ events: [], allowed: false });
  });

  it.each(['', 'iris.csv', '../iris.csv'])('says so where %j is no file of this computer', (path) => {
    context.notices.take();
    takeDrop(OUR_FRAME, { path, files: 1 }, context);
    expect(events).toMatchObject([{ type: 'notice', notice: { level: 'warning' } }]);
  });

  it('refuses a flood of drops', () => {
    for (let k = 0; k <= LIMITS.ipcCallsPerSecond; k++)
      takeDrop(OUR_FRAME, { path: `/${k}.csv`, files: 1 }, context);
    expect(events).toHaveLength(LIMITS.ipcCallsPerSecond);
  });
});
