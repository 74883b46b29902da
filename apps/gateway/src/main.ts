import 'reflect-metadata';
import { reportFatal, runUntilStopped, startTracing } from '@push-jobs/platform';
import { readConfig } from './config.ts';
import { serve } from './serve.ts';

try {
  const config = readConfig(process.env);
  await startTracing('gateway', process.env);
  const { app, operations } = await serve(config);
  await runUntilStopped(app, operations);
} catch (error) {
  reportFatal(error);
}
