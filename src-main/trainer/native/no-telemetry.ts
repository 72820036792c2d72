import { isMainThread } from 'node:worker_threads';

/*
 * ONNX Runtime, from 1.29 on and on other systems than Windows, tells its maker about the machine and what is run on it, and
 * keeps a number for the machine in the home folder, unless this variable is set when the library starts. Ninestep sends
 * nothing: docs/security.md, E7.
 */
const SWITCH = 'ORT_DISABLE_TELEMETRY';

/**
 * Whether the library will be silent if it is loaded now. The main thread sets what is asked for; any other has only a copy of
 * the environment, which the library does not see: there the main thread must have done it before.
 */
export function forbidTelemetry(): boolean {
  if (isMainThread) process.env[SWITCH] = '1';
  return process.env[SWITCH] === '1';
}
