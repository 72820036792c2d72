import { EventEmitter } from 'node:events';
import { type ServiceChild, ServiceClient } from '../../../../src-main/service/client.ts';
import { Desk } from '../../../../src-main/service/desk.ts';
import type { ToService } from '../../../../src-main/service/messages.ts';
import { operations } from '../../../../src-main/service/operation-table.ts';
import { recordingLog } from '../quiet-log.ts';

/** The real client and the real operations; between them, in place of a process, all is copied as it would be. */
class ChildInThisProcess extends EventEmitter implements ServiceChild {
  private readonly desk = new Desk(operations, (message) => this.emit('message', structuredClone(message)));

  postMessage(message: ToService): void {
    void this.desk.receive(structuredClone(message));
  }
}

export function serviceInThisProcess(): ServiceClient {
  return new ServiceClient(() => new ChildInThisProcess(), recordingLog());
}
