// Original file: proto/nodes.proto


export interface Run {
}

export interface Run__Output {
}
