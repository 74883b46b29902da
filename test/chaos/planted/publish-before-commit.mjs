// Planted bug: watchers are told of events while the transaction that makes them true has not committed.
import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';
import { DirectPool } from '../../../libs/db/dist/index.js';
import { Config } from '../../../apps/orchestrator/dist/config.js';
import { RedisConnection } from '../../../apps/orchestrator/dist/connections/redis.js';
import { Publisher } from '../../../apps/orchestrator/dist/effects/publisher.js';

/** As long as a commit may take where the disk stalls: a fault that lasts seconds has to fall into it. */
const COMMIT_MS = 700;

const { transact } = DirectPool.prototype;
const publisher = new Publisher(new RedisConnection(Config.from(process.env)), { publishFailed: () => undefined });

DirectPool.prototype.transact = function (read, decide) {
  const tooEarly = async (send) => {
    const decision = decide(await read(send));
    publisher.publish({ recorded: eventsIn(decision), organizations: [] });
    await pause(COMMIT_MS);
    return decision;
  };
  return transact.call(this, tooEarly, (decision) => decision);
};

function eventsIn({ calls }) {
  const byJob = new Map();
  const rows = calls
    .filter(({ statement }) => statement.name === 'write_events')
    .flatMap(({ values }) => JSON.parse(values[0]));
  for (const { job_id: id, ...event } of rows) byJob.set(id, [...(byJob.get(id) ?? []), event]);
  return [...byJob].map(([id, events]) => ({ id, events }));
}
