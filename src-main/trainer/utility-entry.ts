import { lookMessageSchema } from '@shared/ipc/run-port.ts';
import { join } from 'node:path';
import type { FromTrainer, ToTrainer, TrainerTask } from './messages.ts';
import { PointFeed } from './point-feed.ts';
import { RunThread } from './run-thread.ts';

/*
 * The process of one run. Main starts and steers it; points go from here straight to the page. A thread of it trains
 * (thread-entry.ts), so that commands and ports, which belong to this one, never wait for a step.
 */

const PARENT_CHECKED_EVERY_MS = 500;
/** When main no longer answers there is nobody to wait for (U5). */
const GOODBYE_WAIT_MS = 1_500;
/** A message that was sent just before is on its way. */
const LAST_WORDS_MS = 100;

const parent = process.parentPort;
const parentId = process.ppid;

/** The run, once main has said which. */
let run: { readonly thread: RunThread; readonly points: PointFeed } | undefined;

parent.on('message', ({ data, ports }) => {
  receive(data as ToTrainer, ports);
});

function receive(message: ToTrainer, ports: Electron.MessagePortMain[]): void {
  switch (message.type) {
    case 'train':
      perform(message).catch(giveUp);
      return;
    case 'command':
      run?.thread.command(message.command);
      return;
    case 'watch':
      for (const port of ports) attach(port);
      return;
    case 'goodbye':
      // Said after the last word only, which is this process's own once its thread is gone.
      process.exit(0);
  }
}

async function perform(task: TrainerTask): Promise<void> {
  const { status, epochsDone, seconds } = task.record;
  const points = new PointFeed({ status, epochsDone, seconds, secondsLeft: null });
  const thread = new RunThread({
    script: join(__dirname, 'run-thread.cjs'),
    task,
    onReport: tell,
    onNews: ({ news, state }) => {
      points.add(news, state);
    },
  });
  run = { thread, points };
  const checks = setInterval(waitIfOrphaned, PARENT_CHECKED_EVERY_MS);
  const last = await thread.gone;
  clearInterval(checks);
  await points.drained();
  tell(last);
  setTimeout(() => process.exit(0), GOODBYE_WAIT_MS);
}

function tell(message: FromTrainer): void {
  parent.postMessage(message);
}

/** A bug, or no memory: told to the log, and by dying to main, which settles the record. */
function giveUp(error: Error): void {
  console.error(error);
  if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
    tell({ type: 'dying', reason: 'oom' });
  setTimeout(() => process.exit(1), LAST_WORDS_MS);
}

/** Chromium ends a process whose main is gone (seen on Linux); should it ever not, the run waits for the next start (U5). */
function waitIfOrphaned(): void {
  if (process.ppid !== parentId) run?.thread.command('yield');
}

function attach(port: Electron.MessagePortMain): void {
  port.on('close', () => {
    run?.points.detach(port);
    showWhatIsWanted();
  });
  port.on('message', ({ data }: { data: unknown }) => {
    const message = lookMessageSchema.safeParse(data);
    if (!message.success) return;
    run?.points.look(port, message.data.look);
    showWhatIsWanted();
  });
  port.start();
  run?.points.attach(port);
}

function showWhatIsWanted(): void {
  run?.thread.look(run.points.wanted);
}
