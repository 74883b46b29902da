export * from './channels.ts';
export * from './redis.ts';
export * from './subscriber.ts';
export * from './deadlines.ts';
export * from './presence.ts';
