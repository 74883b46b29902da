export * from './batches.ts';
export * from './config.ts';
export * from './error-filters.ts';
export * from './errors.ts';
export * from './logging.ts';
export * from './operations.ts';
export * from './sealer.ts';
export * from './service.ts';
