// Original file: proto/nodes.proto

import type { Command as _push_jobs_v1_Command, Command__Output as _push_jobs_v1_Command__Output } from '../../push_jobs/v1/Command.ts';

export interface CommandBatch {
  'commands'?: (_push_jobs_v1_Command)[];
}

export interface CommandBatch__Output {
  'commands': (_push_jobs_v1_Command__Output)[];
}
