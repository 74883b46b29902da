// Original file: proto/nodes.proto


export interface _push_jobs_v1_Commit_Environment {
  'variables'?: ({[key: string]: string});
}

export interface _push_jobs_v1_Commit_Environment__Output {
  'variables': ({[key: string]: string});
}

export interface Commit {
  'command'?: (string);
  'user'?: (string);
  'dir'?: (string);
  'env'?: (_push_jobs_v1_Commit_Environment | null);
  'file'?: (string);
  'capture'?: (boolean);
  '_user'?: "user";
  '_dir'?: "dir";
  '_file'?: "file";
  '_capture'?: "capture";
}

export interface Commit__Output {
  'command': (string);
  'user'?: (string);
  'dir'?: (string);
  'env': (_push_jobs_v1_Commit_Environment__Output | null);
  'file'?: (string);
  'capture'?: (boolean);
  '_user'?: "user";
  '_dir'?: "dir";
  '_file'?: "file";
  '_capture'?: "capture";
}
