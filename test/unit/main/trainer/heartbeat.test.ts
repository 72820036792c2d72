import { expect, it } from 'vitest';
import { Heartbeat } from '../../../../src-main/trainer/heartbeat.ts';

function heartbeatWithLog() {
  const told: string[] = [];
  const heartbeat = new Heartbeat({
    silentAfter: 10,
    deadAfter: 30,
    onSilent: () => told.push('silent'),
    onRecovered: () => told.push('recovered'),
    onDead: () => told.push('dead'),
  });
  const tick = (count: number) => {
    for (let k = 0; k < count; k++) heartbeat.tick();
  };
  return { heartbeat, told, tick };
}

it('says nothing while beats come', () => {
  const { heartbeat, told, tick } = heartbeatWithLog();
  for (let k = 0; k < 100; k++) {
    tick(9);
    heartbeat.beat();
  }
  expect(told).toEqual([]);
});

it('tells silence once, and recovery', () => {
  const { heartbeat, told, tick } = heartbeatWithLog();
  tick(20);
  expect(told).toEqual(['silent']);
  heartbeat.beat();
  tick(9);
  expect(told).toEqual(['silent', 'recovered']);
});

it('gives up after 30 ticks, once (U3)', () => {
  const { told, tick } = heartbeatWithLog();
  tick(29);
  expect(told).toEqual(['silent']);
  tick(50);
  expect(told).toEqual(['silent', 'dead']);
});

it('takes a night of sleep for one tick', () => {
  const { heartbeat, told, tick } = heartbeatWithLog();
  tick(8);
  // Eight hours on the clock: the timer fires once, at waking up.
  tick(1);
  heartbeat.beat();
  expect(told).toEqual([]);
});
