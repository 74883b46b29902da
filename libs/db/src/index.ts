export { type Call, type Decision, DirectPool, type Send, type Statement, type Value } from './direct-pool.ts';
export { Prisma } from './generated/client.ts';
export * from './database.ts';
export * from './migrate.ts';
export * from './partitions.ts';
