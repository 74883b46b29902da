// Original file: proto/jobs.proto


export interface CancelledJob {
}

export interface CancelledJob__Output {
}
