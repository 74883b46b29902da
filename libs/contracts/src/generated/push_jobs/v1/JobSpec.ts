// Original file: proto/jobs.proto

import type { Environment as _push_jobs_v1_Environment, Environment__Output as _push_jobs_v1_Environment__Output } from '../../push_jobs/v1/Environment.ts';

/**
 * What a caller asks for. Already validated: the gateway's zod schema is the one place for the rules of
 * wire contract section 3, "Creating a job".
 */
export interface JobSpec {
  'command'?: (string);
  'nodes'?: (string)[];
  'runTimeoutSeconds'?: (number | string);
  'quorum'?: (number | string);
  'user'?: (string);
  'dir'?: (string);
  /**
   * Set where the caller gave `env`, even an empty one.
   */
  'env'?: (_push_jobs_v1_Environment | null);
  /**
   * As given: `raw:...` or `base64:...`.
   */
  'file'?: (string);
  /**
   * Absent where the caller did not say.
   */
  'captureOutput'?: (boolean);
  '_user'?: "user";
  '_dir'?: "dir";
  '_file'?: "file";
  '_captureOutput'?: "captureOutput";
}

/**
 * What a caller asks for. Already validated: the gateway's zod schema is the one place for the rules of
 * wire contract section 3, "Creating a job".
 */
export interface JobSpec__Output {
  'command': (string);
  'nodes': (string)[];
  'runTimeoutSeconds': (number);
  'quorum': (number);
  'user'?: (string);
  'dir'?: (string);
  /**
   * Set where the caller gave `env`, even an empty one.
   */
  'env': (_push_jobs_v1_Environment__Output | null);
  /**
   * As given: `raw:...` or `base64:...`.
   */
  'file'?: (string);
  /**
   * Absent where the caller did not say.
   */
  'captureOutput'?: (boolean);
  '_user'?: "user";
  '_dir'?: "dir";
  '_file'?: "file";
  '_captureOutput'?: "captureOutput";
}
