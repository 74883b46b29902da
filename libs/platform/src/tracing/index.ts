export * from './calls.ts';
export * from './env.ts';
export * from './requests.ts';
export * from './spans.ts';
export { isTracing, startTracing, stopTracing } from './start.ts';
