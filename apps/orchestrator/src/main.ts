import 'reflect-metadata';
import { JsonLogger, Operations, reportFatal, runUntilStopped, startTracing } from '@push-jobs/platform';
import { Config } from './config.ts';
import { startOrchestrator } from './service.ts';

async function main(): Promise<void> {
  const config = Config.from(process.env);
  await startTracing('orchestrator', process.env);
  const operations = new Operations('orchestrator');
  const app = await startOrchestrator(config, operations, new JsonLogger('orchestrator', config.logLevel));
  await operations.listen(config.operations.host, config.operations.port);
  await runUntilStopped(app, operations);
}

main().catch(reportFatal);
