export { type Input, NODE_NEWS, type NodeNews, type Phase } from './inputs.ts';
export { advance, type Counts, type Job, newJob, type ReadonlyJob, restoreJob } from './job.ts';
export {
  type Effect,
  type JobEvent,
  type NodeChange,
  RUN_RESULTS,
  type RunResult,
  type Step,
  type Vote,
  VOTES,
} from './outcome.ts';
export { step } from './step.ts';
export {
  type FinalNodeStatus,
  FINAL_NODE_STATUSES,
  type FinishedJobStatus,
  FINISHED_JOB_STATUSES,
  isFinished,
  isLive,
  JOB_STATUSES,
  type JobStatus,
  LIVE_NODE_STATUSES,
  type LiveNodeStatus,
  NODE_STATUSES,
  type NodeStatus,
  ONGOING_JOB_STATUSES,
  type OngoingJobStatus,
} from './statuses.ts';
