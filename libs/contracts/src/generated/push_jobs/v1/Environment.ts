// Original file: proto/jobs.proto


export interface Environment {
  'variables'?: ({[key: string]: string});
}

export interface Environment__Output {
  'variables': ({[key: string]: string});
}
