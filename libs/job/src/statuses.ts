/** What a node in a job can be while there is still something to wait for. */
export const LIVE_NODE_STATUSES = [
  /**
   * The node has been asked, or is about to be asked, to take part, and has not answered. Every node of a job begins
   * here, and the vote lasts for as long as one of them is here.
   */
  'new',
  /**
   * The node has promised to run the command and takes on nothing else until it is told to run or to abort. These are
   * the nodes that count towards the quorum. Once the job runs, it means: told to run, not yet heard to have begun.
   */
  'ready',
  /** The node has said that the command has begun. Its result, its loss or the run timeout ends this. */
  'running',
] as const;

/** What a node's part in a job can end as. No news changes any of these. */
export const FINAL_NODE_STATUSES = [
  /** The command ran to its end and the node called it a success: the only good ending. */
  'succeeded',
  /** The command ran and ended badly, or the node refused to run what it had promised to run. */
  'failed',
  /** Somebody cancelled the job, or this node's part of it, before the node had finished. */
  'aborted',
  /**
   * Nobody knows how far the command came: after the vote the node went offline, dropped the job, lost its result or
   * sent something that has no place there. The command may have run in part or in full.
   */
  'crashed',
  /** The node answered the vote with no: the command is not on its list, it is busy, the user does not exist. */
  'nacked',
  /**
   * The node was lost to the job before the vote ended: it was offline or in rehab at the start, went down, took its
   * promise back, sent nonsense or did not answer in time. It has run nothing.
   */
  'unavailable',
  /** The node was willing, too few others were. It was released and has run nothing. */
  'was_ready',
  /** The run timeout passed while the node had not finished, or not even begun. It was told to abort. */
  'timed_out',
] as const;

/** What a job can be while it still reacts to what happens. */
export const ONGOING_JOB_STATUSES = [
  /** The job is stored and no node has heard of it. Only its start and a cancel mean anything to it. */
  'new',
  /** The nodes are being asked whether they can run the command. It ends once no node is `new`, at the latest with the voting timeout. */
  'voting',
  /** Enough nodes were ready, and those that were have been told to run. It ends once none of them is live, at the latest with the run timeout. */
  'running',
] as const;

/** What a job can end as. A job in one of these ignores everything. */
export const FINISHED_JOB_STATUSES = [
  /** The run ended by itself: every node that was ready has a final status, which need not be a good one. */
  'complete',
  /** Too few nodes were ready when the vote ended. Nothing has run anywhere. */
  'quorum_failed',
  /** The run timeout passed while nodes had not finished. */
  'timed_out',
  /** Somebody cancelled the job as a whole. */
  'aborted',
  /**
   * The server lost track of the job. The machine never ends a job so, because a job outlives every server process;
   * clients know the word, and jobs taken over from an older server may carry it.
   */
  'crashed',
] as const;

export type LiveNodeStatus = (typeof LIVE_NODE_STATUSES)[number];
export type FinalNodeStatus = (typeof FINAL_NODE_STATUSES)[number];
/** A node's status within one job (wire contract section 3). */
export type NodeStatus = LiveNodeStatus | FinalNodeStatus;
export const NODE_STATUSES: readonly NodeStatus[] = [...LIVE_NODE_STATUSES, ...FINAL_NODE_STATUSES];

export type OngoingJobStatus = (typeof ONGOING_JOB_STATUSES)[number];
export type FinishedJobStatus = (typeof FINISHED_JOB_STATUSES)[number];
/** A job's status (wire contract section 3). */
export type JobStatus = OngoingJobStatus | FinishedJobStatus;
export const JOB_STATUSES: readonly JobStatus[] = [...ONGOING_JOB_STATUSES, ...FINISHED_JOB_STATUSES];

const LIVE = new Set<NodeStatus>(LIVE_NODE_STATUSES);
const FINISHED = new Set<JobStatus>(FINISHED_JOB_STATUSES);

/** Whether the job still waits for a node in this status. */
export function isLive(status: NodeStatus): status is LiveNodeStatus {
  return LIVE.has(status);
}

/** Whether a job in this status is over for good. */
export function isFinished(status: JobStatus): status is FinishedJobStatus {
  return FINISHED.has(status);
}
