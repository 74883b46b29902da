// Original file: proto/output.proto


export interface PutDone {
}

export interface PutDone__Output {
}
