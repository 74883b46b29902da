export * from './services.ts';
export * from './fake-node.ts';
export * from './chef-server/index.ts';
export { TableLock } from './table-lock.ts';
export { type ReceivedSpan, TraceReceiver } from './trace-receiver.ts';
