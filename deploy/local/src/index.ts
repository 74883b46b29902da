export * from './eventually.ts';
export * from './ports.ts';
export * from './postgres.ts';
export * from './redis.ts';
