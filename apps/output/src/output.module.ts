import { type DynamicModule, Module } from '@nestjs/common';
import { openDatabase } from '@push-jobs/db';
import { Operations } from '@push-jobs/platform';
import { Config } from './config.ts';
import { Events } from './events.ts';
import { OutputStore } from './output-store.ts';
import { OutputsController } from './outputs.controller.ts';

@Module({})
export class OutputModule {
  static with(config: Config, operations: Operations): DynamicModule {
    const store = new OutputStore(openDatabase({ url: config.databaseUrl }));
    operations.requires('postgres', () => store.ping());
    return {
      module: OutputModule,
      controllers: [OutputsController],
      providers: [
        { provide: Config, useValue: config },
        { provide: OutputStore, useValue: store },
        { provide: Events, useValue: new Events(operations.metrics) },
      ],
    };
  }
}
