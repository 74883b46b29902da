import { expect, it } from 'vitest';
import { z } from 'zod';
import { env, parseEnv } from './config.ts';

const Env = z.object({
  DATABASE_URL: env.databaseUrl,
  GRPC_PORT: env.port,
  VOTING_TIMEOUT_SECONDS: env.secondsAsMs.default(60_000),
  SEALING_KEY: env.sealingKey,
});
const good = {
  DATABASE_URL: 'postgresql://u:hunter2@h/db',
  GRPC_PORT: '50051',
  SEALING_KEY: Buffer.alloc(32, 7).toString('base64'),
};

it('reads values and defaults, seconds as milliseconds', () => {
  expect(parseEnv(Env, good)).toMatchObject({ GRPC_PORT: 50_051, VOTING_TIMEOUT_SECONDS: 60_000 });
  expect(parseEnv(Env, { ...good, VOTING_TIMEOUT_SECONDS: '0.2' }).VOTING_TIMEOUT_SECONDS).toBe(200);
});

it('names every bad variable, and prints no value', () => {
  const bad = { ...good, DATABASE_URL: 'mysql://u:hunter2@h', GRPC_PORT: 'many', SEALING_KEY: 'c2hvcnQ=' };
  const message = (() => {
    try {
      parseEnv(Env, bad);
      return 'no error';
    } catch (error) {
      return String(error);
    }
  })();
  for (const name of ['DATABASE_URL', 'GRPC_PORT', 'SEALING_KEY']) expect(message).toContain(name);
  for (const value of ['hunter2', 'many', 'c2hvcnQ=']) expect(message).not.toContain(value);
});
