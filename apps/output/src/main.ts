import 'reflect-metadata';
import { reportFatal, runUntilStopped } from '@push-jobs/platform';
import { Config } from './config.ts';
import { serve } from './serve.ts';

try {
  const { app, operations } = await serve(Config.from(process.env));
  await runUntilStopped(app, operations);
} catch (error) {
  reportFatal(error);
}
