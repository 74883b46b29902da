// Original file: proto/nodes.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AttachNodes as _push_jobs_v1_AttachNodes, AttachNodes__Output as _push_jobs_v1_AttachNodes__Output } from '../../push_jobs/v1/AttachNodes.ts';
import type { BatchAck as _push_jobs_v1_BatchAck, BatchAck__Output as _push_jobs_v1_BatchAck__Output } from '../../push_jobs/v1/BatchAck.ts';
import type { EventBatch as _push_jobs_v1_EventBatch, EventBatch__Output as _push_jobs_v1_EventBatch__Output } from '../../push_jobs/v1/EventBatch.ts';
import type { JobIds as _push_jobs_v1_JobIds, JobIds__Output as _push_jobs_v1_JobIds__Output } from '../../push_jobs/v1/JobIds.ts';
import type { JobsInQuestion as _push_jobs_v1_JobsInQuestion, JobsInQuestion__Output as _push_jobs_v1_JobsInQuestion__Output } from '../../push_jobs/v1/JobsInQuestion.ts';
import type { NodeDuties as _push_jobs_v1_NodeDuties, NodeDuties__Output as _push_jobs_v1_NodeDuties__Output } from '../../push_jobs/v1/NodeDuties.ts';

/**
 * Served by the orchestrator, called by brokers.
 */
export interface NodeEventsClient extends grpc.Client {
  /**
   * What the orchestrator expects these nodes to be doing. Asked when nodes arrive at a broker.
   */
  Attach(argument: _push_jobs_v1_AttachNodes, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeDuties__Output>): grpc.ClientUnaryCall;
  Attach(argument: _push_jobs_v1_AttachNodes, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeDuties__Output>): grpc.ClientUnaryCall;
  Attach(argument: _push_jobs_v1_AttachNodes, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeDuties__Output>): grpc.ClientUnaryCall;
  Attach(argument: _push_jobs_v1_AttachNodes, callback: grpc.requestCallback<_push_jobs_v1_NodeDuties__Output>): grpc.ClientUnaryCall;
  /**
   * What the orchestrator expects these nodes to be doing. Asked when nodes arrive at a broker.
   */
  attach(argument: _push_jobs_v1_AttachNodes, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeDuties__Output>): grpc.ClientUnaryCall;
  attach(argument: _push_jobs_v1_AttachNodes, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeDuties__Output>): grpc.ClientUnaryCall;
  attach(argument: _push_jobs_v1_AttachNodes, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeDuties__Output>): grpc.ClientUnaryCall;
  attach(argument: _push_jobs_v1_AttachNodes, callback: grpc.requestCallback<_push_jobs_v1_NodeDuties__Output>): grpc.ClientUnaryCall;
  
  /**
   * Which of these jobs are unfinished, or ended so recently that late messages are still ignored.
   */
  OpenJobs(argument: _push_jobs_v1_JobsInQuestion, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_JobIds__Output>): grpc.ClientUnaryCall;
  OpenJobs(argument: _push_jobs_v1_JobsInQuestion, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_JobIds__Output>): grpc.ClientUnaryCall;
  OpenJobs(argument: _push_jobs_v1_JobsInQuestion, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_JobIds__Output>): grpc.ClientUnaryCall;
  OpenJobs(argument: _push_jobs_v1_JobsInQuestion, callback: grpc.requestCallback<_push_jobs_v1_JobIds__Output>): grpc.ClientUnaryCall;
  /**
   * Which of these jobs are unfinished, or ended so recently that late messages are still ignored.
   */
  openJobs(argument: _push_jobs_v1_JobsInQuestion, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_JobIds__Output>): grpc.ClientUnaryCall;
  openJobs(argument: _push_jobs_v1_JobsInQuestion, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_JobIds__Output>): grpc.ClientUnaryCall;
  openJobs(argument: _push_jobs_v1_JobsInQuestion, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_JobIds__Output>): grpc.ClientUnaryCall;
  openJobs(argument: _push_jobs_v1_JobsInQuestion, callback: grpc.requestCallback<_push_jobs_v1_JobIds__Output>): grpc.ClientUnaryCall;
  
  /**
   * One stream per lane, batches in order. A batch is acknowledged once its effects are committed; one that is sent
   * again (same session, lane and number) changes nothing.
   */
  Report(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_push_jobs_v1_EventBatch, _push_jobs_v1_BatchAck__Output>;
  Report(options?: grpc.CallOptions): grpc.ClientDuplexStream<_push_jobs_v1_EventBatch, _push_jobs_v1_BatchAck__Output>;
  /**
   * One stream per lane, batches in order. A batch is acknowledged once its effects are committed; one that is sent
   * again (same session, lane and number) changes nothing.
   */
  report(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_push_jobs_v1_EventBatch, _push_jobs_v1_BatchAck__Output>;
  report(options?: grpc.CallOptions): grpc.ClientDuplexStream<_push_jobs_v1_EventBatch, _push_jobs_v1_BatchAck__Output>;
  
}

/**
 * Served by the orchestrator, called by brokers.
 */
export interface NodeEventsHandlers extends grpc.UntypedServiceImplementation {
  /**
   * What the orchestrator expects these nodes to be doing. Asked when nodes arrive at a broker.
   */
  Attach: grpc.handleUnaryCall<_push_jobs_v1_AttachNodes__Output, _push_jobs_v1_NodeDuties>;
  
  /**
   * Which of these jobs are unfinished, or ended so recently that late messages are still ignored.
   */
  OpenJobs: grpc.handleUnaryCall<_push_jobs_v1_JobsInQuestion__Output, _push_jobs_v1_JobIds>;
  
  /**
   * One stream per lane, batches in order. A batch is acknowledged once its effects are committed; one that is sent
   * again (same session, lane and number) changes nothing.
   */
  Report: grpc.handleBidiStreamingCall<_push_jobs_v1_EventBatch__Output, _push_jobs_v1_BatchAck>;
  
}

export interface NodeEventsDefinition extends grpc.ServiceDefinition {
  Attach: MethodDefinition<_push_jobs_v1_AttachNodes, _push_jobs_v1_NodeDuties, _push_jobs_v1_AttachNodes__Output, _push_jobs_v1_NodeDuties__Output>
  OpenJobs: MethodDefinition<_push_jobs_v1_JobsInQuestion, _push_jobs_v1_JobIds, _push_jobs_v1_JobsInQuestion__Output, _push_jobs_v1_JobIds__Output>
  Report: MethodDefinition<_push_jobs_v1_EventBatch, _push_jobs_v1_BatchAck, _push_jobs_v1_EventBatch__Output, _push_jobs_v1_BatchAck__Output>
}
