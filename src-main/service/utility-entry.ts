import { Desk } from './desk.ts';
import type { ToService } from './messages.ts';
import { operations } from './operation-table.ts';

/* The service process: works out what main is asked for, one answer to each request. */

const desk = new Desk(operations, (message) => {
  process.parentPort.postMessage(message);
});

process.parentPort.on('message', ({ data }) => {
  void desk.receive(data as ToService);
});
