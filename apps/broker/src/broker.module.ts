import { type DynamicModule, Module } from '@nestjs/common';
import { openDatabase } from '@push-jobs/db';
import { type Operations, Sealer } from '@push-jobs/platform';
import { Broker } from './broker.ts';
import type { Config } from './config.ts';
import { Events } from './events.ts';
import { serverSecrets } from './keys/server-secrets.ts';
import { NodesController } from './nodes.controller.ts';

@Module({})
export class BrokerModule {
  /** @throws where Postgres is away, or the server's secrets do not open with this sealing key */
  static async with(config: Config, operations: Operations): Promise<DynamicModule> {
    const database = openDatabase({ url: config.DATABASE_URL });
    const sealer = await Sealer.create(config.SEALING_KEY);
    const secrets = await serverSecrets(database, sealer);
    const broker = new Broker(config, database, sealer, secrets, new Events(operations.metrics));
    // Without Postgres no node can connect. Without Redis or the orchestrator nodes go on beating here, keep their
    // jobs, and what they say waits: taking this broker away from them would help nobody.
    operations.requires('postgres', async () => void (await database.$queryRaw`select 1`));
    return {
      module: BrokerModule,
      controllers: [NodesController],
      providers: [{ provide: Broker, useValue: broker }],
    };
  }
}
