import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { NodeOutput as _push_jobs_v1_NodeOutput, NodeOutput__Output as _push_jobs_v1_NodeOutput__Output } from './push_jobs/v1/NodeOutput.ts';
import type { OutputBytes as _push_jobs_v1_OutputBytes, OutputBytes__Output as _push_jobs_v1_OutputBytes__Output } from './push_jobs/v1/OutputBytes.ts';
import type { OutputsClient as _push_jobs_v1_OutputsClient, OutputsDefinition as _push_jobs_v1_OutputsDefinition } from './push_jobs/v1/Outputs.ts';
import type { PutDone as _push_jobs_v1_PutDone, PutDone__Output as _push_jobs_v1_PutDone__Output } from './push_jobs/v1/PutDone.ts';
import type { PutOutputs as _push_jobs_v1_PutOutputs, PutOutputs__Output as _push_jobs_v1_PutOutputs__Output } from './push_jobs/v1/PutOutputs.ts';
import type { ReadOutput as _push_jobs_v1_ReadOutput, ReadOutput__Output as _push_jobs_v1_ReadOutput__Output } from './push_jobs/v1/ReadOutput.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  push_jobs: {
    v1: {
      NodeOutput: MessageTypeDefinition<_push_jobs_v1_NodeOutput, _push_jobs_v1_NodeOutput__Output>
      OutputBytes: MessageTypeDefinition<_push_jobs_v1_OutputBytes, _push_jobs_v1_OutputBytes__Output>
      /**
       * Served by the output store; written by the orchestrator, read by the gateway.
       */
      Outputs: SubtypeConstructor<typeof grpc.Client, _push_jobs_v1_OutputsClient> & { service: _push_jobs_v1_OutputsDefinition }
      PutDone: MessageTypeDefinition<_push_jobs_v1_PutDone, _push_jobs_v1_PutDone__Output>
      PutOutputs: MessageTypeDefinition<_push_jobs_v1_PutOutputs, _push_jobs_v1_PutOutputs__Output>
      ReadOutput: MessageTypeDefinition<_push_jobs_v1_ReadOutput, _push_jobs_v1_ReadOutput__Output>
    }
  }
}

