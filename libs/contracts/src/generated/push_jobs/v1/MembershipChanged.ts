// Original file: proto/directory.proto


export interface MembershipChanged {
}

export interface MembershipChanged__Output {
}
