export { Prisma } from './generated/client.ts';
export * from './database.ts';
export * from './migrate.ts';
export * from './partitions.ts';
