// Original file: proto/nodes.proto


export interface StatusQuery {
}

export interface StatusQuery__Output {
}
