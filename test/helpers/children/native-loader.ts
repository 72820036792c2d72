/** Loads the library of the native backend in the main thread or another, and says whether that was done. */
import { isMainThread, Worker } from 'node:worker_threads';
import { loadRuntime } from '../../../src-main/trainer/native/load-runtime.ts';
import { forbidTelemetry } from '../../../src-main/trainer/native/no-telemetry.ts';

const [from, where] = process.argv.slice(2);

if (isMainThread && where !== 'main thread') {
  if (where === 'thread') forbidTelemetry();
  new Worker(__filename, { argv: [from, where] });
} else {
  process.stdout.write(loadRuntime(from).kind);
}
