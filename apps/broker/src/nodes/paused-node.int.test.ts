import 'reflect-metadata';
import { expect, it } from 'vitest';
import { Surroundings } from '../surroundings.fixture.ts';

it('counts on where a node was silent for so long that it counted as down, and speaks again on its connection: 5', async () => {
  await using around = await Surroundings.create();
  await using broker = await around.broker({ heartbeatSeconds: 0.1 });
  await using node = await broker.node('paused');
  await node.connect().heartbeat();
  await node.next('abort');
  await node.send('aborted');
  await broker.shows('paused', { online: false, available: false });

  await node.heartbeat();
  const { sequence } = await node.next('abort');
  expect(sequence).toBeGreaterThan(1);
});
