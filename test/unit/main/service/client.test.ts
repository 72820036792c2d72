import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ServiceChild, ServiceClient } from '../../../../src-main/service/client.ts';
import type { ReadingProgress, ToService } from '../../../../src-main/service/messages.ts';
import { recordingLog } from '../quiet-log.ts';

class FakeChild extends EventEmitter implements ServiceChild {
  readonly received: ToService[] = [];
  postMessage(message: ToService): void {
    this.received.push(message);
  }
}

let children: FakeChild[];
let client: ServiceClient;
let log: ReturnType<typeof recordingLog>;

beforeEach(() => {
  children = [];
  log = recordingLog();
  client = new ServiceClient(() => {
    const child = new FakeChild();
    children.push(child);
    return child;
  }, log);
});

const predict = () => client.call('predictRows', { directory: 'run', rows: [[1]] });
const ANSWER = { outputs: [[2]] };

describe('ServiceClient', () => {
  it('forks at the first request and keeps the process', () => {
    expect(children).toHaveLength(0);
    void predict();
    void predict();
    expect(children).toHaveLength(1);
  });

  it('matches answers to requests, in whatever order they come', async () => {
    const first = predict();
    const second = predict();
    children[0]!.emit('message', { id: 2, ok: true, value: { outputs: [[22]] } });
    children[0]!.emit('message', { id: 1, ok: true, value: { outputs: [[11]] } });
    expect(await Promise.all([first, second])).toEqual([{ outputs: [[11]] }, { outputs: [[22]] }]);
  });

  it('hands on an expected error with its code and place', async () => {
    const request = predict();
    const error = { code: 'INVALID_VALUE', message: 'rows[0]: no.', at: 'rows[0]' };
    children[0]!.emit('message', { id: 1, ok: false, error });
    await expect(request).rejects.toMatchObject(error);
  });

  it('takes an answer of the wrong shape for a bug', async () => {
    const request = predict();
    children[0]!.emit('message', { id: 1, ok: true, value: { outputs: 'many' } });
    await expect(request).rejects.toThrow('breaks the protocol');
  });

  it.each([[{ id: 99, ok: true, value: ANSWER }], [{ id: 1, ok: 'yes' }], [null]])(
    'drops a message that answers nothing: %j',
    async (message) => {
      const request = predict();
      children[0]!.emit('message', message);
      expect(log.lines.join()).toContain('breaks the protocol');
      children[0]!.emit('message', { id: 1, ok: true, value: ANSWER });
      expect(await request).toEqual(ANSWER);
    },
  );

  it('fails the open requests when the process dies, and forks anew for the next', async () => {
    const lost = [predict(), predict()];
    children[0]!.emit('exit', 9);
    for (const request of lost) await expect(request).rejects.toMatchObject({ code: 'TRAINER_LOST' });
    const next = predict();
    expect(children).toHaveLength(2);
    children[1]!.emit('message', { id: 3, ok: true, value: ANSWER });
    expect(await next).toEqual(ANSWER);
  });

  it('takes the death of the process for no mishap when Ninestep quits', async () => {
    const request = predict();
    client.close();
    children[0]!.emit('exit', 0);
    await expect(request).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(log.lines).toEqual([]);
  });

  it('hands on progress until the answer comes', async () => {
    const heard: ReadingProgress[] = [];
    const request = client.call(
      'predictRows',
      { directory: 'run', rows: [[1]] },
      { onProgress: (p) => heard.push(p) },
    );
    const progress = { bytesRead: 1, bytes: 2, rows: 3 };
    children[0]!.emit('message', { id: 1, progress });
    children[0]!.emit('message', { id: 1, progress: { ...progress, bytesRead: 'many' } });
    children[0]!.emit('message', { id: 1, ok: true, value: ANSWER });
    await request;
    expect(heard).toEqual([progress]);
  });

  it('lets go of a request at once when it is cancelled, tells the process, and takes its late answer in silence', async () => {
    const controller = new AbortController();
    const heard: ReadingProgress[] = [];
    const following = { signal: controller.signal, onProgress: (p: ReadingProgress) => heard.push(p) };
    const request = client.call('predictRows', { directory: 'run', rows: [[1]] }, following);
    controller.abort();
    await expect(request).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(children[0]!.received.at(-1)).toEqual({ id: 1, cancel: true });
    children[0]!.emit('message', { id: 1, progress: { bytesRead: 1, bytes: 2, rows: 3 } });
    children[0]!.emit('message', { id: 1, ok: true, value: ANSWER });
    expect({ heard, lines: log.lines }).toEqual({ heard: [], lines: [] });
  });

  it('does not begin what is cancelled already', async () => {
    const request = client.call(
      'predictRows',
      { directory: 'run', rows: [] },
      { signal: AbortSignal.abort() },
    );
    await expect(request).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(children).toHaveLength(0);
  });

  it('says nothing to a process whose answer is there', async () => {
    const controller = new AbortController();
    const request = client.call(
      'predictRows',
      { directory: 'run', rows: [[1]] },
      { signal: controller.signal },
    );
    children[0]!.emit('message', { id: 1, ok: true, value: ANSWER });
    await request;
    controller.abort();
    expect(children[0]!.received).toHaveLength(1);
  });
});
