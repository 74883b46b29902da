// Original file: proto/nodes.proto


export interface JobIds {
  'jobIds'?: (string)[];
}

export interface JobIds__Output {
  'jobIds': (string)[];
}
