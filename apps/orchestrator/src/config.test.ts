import { describe, expect, it } from 'vitest';
import { Config } from './config.ts';

const ENV = {
  OPERATIONS_PORT: '9001',
  GRPC_PORT: '50051',
  DATABASE_URL: 'postgresql://db.example/push_jobs',
  REDIS_URL: 'redis://redis.example',
  OUTPUT_ADDRESS: 'output:50052',
};

describe('the configuration', () => {
  it('has the defaults of the protocol, in milliseconds', () => {
    expect(Config.from(ENV)).toMatchObject({
      grpcUrl: '127.0.0.1:50051',
      votingTimeoutMs: 60_000,
      finishedGraceMs: 5_000,
      heartbeatIntervalMs: 10_000,
      organizationFeedKeepMs: 60_000,
      migrate: false,
    });
  });

  it('takes fractions of seconds', () => {
    expect(Config.from({ ...ENV, HEARTBEAT_INTERVAL_SECONDS: '0.2' }).heartbeatIntervalMs).toBe(200);
  });

  it('names what is wrong', () => {
    expect(() => Config.from({ ...ENV, DATABASE_URL: 'mysql://x', GRPC_PORT: undefined })).toThrow(
      /GRPC_PORT[\s\S]*DATABASE_URL|DATABASE_URL[\s\S]*GRPC_PORT/,
    );
  });
});
