// Original file: proto/jobs.proto


export interface UnfinishedQuery {
}

export interface UnfinishedQuery__Output {
}
