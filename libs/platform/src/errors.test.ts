import { status as grpc } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { AppError } from './errors.ts';

/** What grpc-js throws when a call fails. */
const serviceError = (code: grpc, details: string): Error =>
  Object.assign(new Error(`${code} ${details}`), { code, details, metadata: {} });

describe('an error on its way to a caller', () => {
  it('keeps what the caller was meant to see', () => {
    const error = new AppError('not_found', 'no such job');
    expect(AppError.from(error)).toBe(error);
  });

  it('hides the details of a bug', () => {
    const error = AppError.from(new TypeError('secret detail'));
    expect([error.kind, error.message]).toEqual(['internal', 'internal error']);
  });

  it("passes on another service's answer about the request", () => {
    const error = AppError.from(serviceError(grpc.NOT_FOUND, 'job 7 does not exist'));
    expect([error.kind, error.message]).toEqual(['not_found', 'job 7 does not exist']);
  });

  it('says that a service is away, and not how', () => {
    const error = AppError.from(serviceError(grpc.UNAVAILABLE, 'connect ECONNREFUSED 10.0.0.7'));
    expect(error.kind).toBe('unavailable');
    expect(error.message).not.toContain('10.0.0.7');
  });

  it("takes another service's fault for a fault", () => {
    expect(AppError.from(serviceError(grpc.INTERNAL, 'boom')).kind).toBe('internal');
  });
});
