// Original file: proto/output.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { OutputBytes as _push_jobs_v1_OutputBytes, OutputBytes__Output as _push_jobs_v1_OutputBytes__Output } from '../../push_jobs/v1/OutputBytes.ts';
import type { PutDone as _push_jobs_v1_PutDone, PutDone__Output as _push_jobs_v1_PutDone__Output } from '../../push_jobs/v1/PutDone.ts';
import type { PutOutputs as _push_jobs_v1_PutOutputs, PutOutputs__Output as _push_jobs_v1_PutOutputs__Output } from '../../push_jobs/v1/PutOutputs.ts';
import type { ReadOutput as _push_jobs_v1_ReadOutput, ReadOutput__Output as _push_jobs_v1_ReadOutput__Output } from '../../push_jobs/v1/ReadOutput.ts';

/**
 * Served by the output store; written by the orchestrator, read by the gateway.
 */
export interface OutputsClient extends grpc.Client {
  /**
   * Answers once everything is durable. Repeating a call changes nothing.
   */
  Put(argument: _push_jobs_v1_PutOutputs, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PutDone__Output>): grpc.ClientUnaryCall;
  Put(argument: _push_jobs_v1_PutOutputs, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_PutDone__Output>): grpc.ClientUnaryCall;
  Put(argument: _push_jobs_v1_PutOutputs, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PutDone__Output>): grpc.ClientUnaryCall;
  Put(argument: _push_jobs_v1_PutOutputs, callback: grpc.requestCallback<_push_jobs_v1_PutDone__Output>): grpc.ClientUnaryCall;
  /**
   * Answers once everything is durable. Repeating a call changes nothing.
   */
  put(argument: _push_jobs_v1_PutOutputs, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PutDone__Output>): grpc.ClientUnaryCall;
  put(argument: _push_jobs_v1_PutOutputs, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_PutDone__Output>): grpc.ClientUnaryCall;
  put(argument: _push_jobs_v1_PutOutputs, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PutDone__Output>): grpc.ClientUnaryCall;
  put(argument: _push_jobs_v1_PutOutputs, callback: grpc.requestCallback<_push_jobs_v1_PutDone__Output>): grpc.ClientUnaryCall;
  
  /**
   * The bytes of one channel, in order. NOT_FOUND where nothing was captured; a captured empty channel is an empty stream.
   */
  Read(argument: _push_jobs_v1_ReadOutput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_push_jobs_v1_OutputBytes__Output>;
  Read(argument: _push_jobs_v1_ReadOutput, options?: grpc.CallOptions): grpc.ClientReadableStream<_push_jobs_v1_OutputBytes__Output>;
  /**
   * The bytes of one channel, in order. NOT_FOUND where nothing was captured; a captured empty channel is an empty stream.
   */
  read(argument: _push_jobs_v1_ReadOutput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_push_jobs_v1_OutputBytes__Output>;
  read(argument: _push_jobs_v1_ReadOutput, options?: grpc.CallOptions): grpc.ClientReadableStream<_push_jobs_v1_OutputBytes__Output>;
  
}

/**
 * Served by the output store; written by the orchestrator, read by the gateway.
 */
export interface OutputsHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Answers once everything is durable. Repeating a call changes nothing.
   */
  Put: grpc.handleUnaryCall<_push_jobs_v1_PutOutputs__Output, _push_jobs_v1_PutDone>;
  
  /**
   * The bytes of one channel, in order. NOT_FOUND where nothing was captured; a captured empty channel is an empty stream.
   */
  Read: grpc.handleServerStreamingCall<_push_jobs_v1_ReadOutput__Output, _push_jobs_v1_OutputBytes>;
  
}

export interface OutputsDefinition extends grpc.ServiceDefinition {
  Put: MethodDefinition<_push_jobs_v1_PutOutputs, _push_jobs_v1_PutDone, _push_jobs_v1_PutOutputs__Output, _push_jobs_v1_PutDone__Output>
  Read: MethodDefinition<_push_jobs_v1_ReadOutput, _push_jobs_v1_OutputBytes, _push_jobs_v1_ReadOutput__Output, _push_jobs_v1_OutputBytes__Output>
}
