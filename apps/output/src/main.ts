import 'reflect-metadata';
import { reportFatal, runUntilStopped, startTracing } from '@push-jobs/platform';
import { Config } from './config.ts';
import { serve } from './serve.ts';

try {
  const config = Config.from(process.env);
  await startTracing('output', process.env);
  const { app, operations } = await serve(config);
  await runUntilStopped(app, operations);
} catch (error) {
  reportFatal(error);
}
