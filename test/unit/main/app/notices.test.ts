import { expect, it, vi } from 'vitest';
import { Notices } from '../../../../src-main/app/notices.ts';

const MOVED = { level: 'warning', message: 'Moved.' } as const;

it('keeps a notice for the first snapshot and tells it once', () => {
  const broadcast = vi.fn();
  const notices = new Notices(broadcast);
  notices.tell(MOVED.level, MOVED.message);
  expect(notices.take()).toEqual([MOVED]);
  expect(notices.take()).toEqual([]);
  expect(broadcast).not.toHaveBeenCalled();
});

it('tells a page that listens at once, and one that is loading with its snapshot', () => {
  const broadcast = vi.fn();
  const notices = new Notices(broadcast);
  notices.take();
  notices.tell(MOVED.level, MOVED.message);
  expect(broadcast).toHaveBeenCalledExactlyOnceWith({ type: 'notice', notice: MOVED });
  notices.pageStarted();
  notices.tell('info', 'Later.');
  expect(broadcast).toHaveBeenCalledOnce();
  expect(notices.take()).toEqual([{ level: 'info', message: 'Later.' }]);
});
