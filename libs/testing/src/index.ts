export * from './services.ts';
export * from './fake-node.ts';
