import 'reflect-metadata';
import { reportFatal, runUntilStopped } from '@push-jobs/platform';
import { readConfig } from './config.ts';
import { serve } from './serve.ts';

try {
  const { app, operations } = await serve(readConfig(process.env));
  await runUntilStopped(app, operations);
} catch (error) {
  reportFatal(error);
}
