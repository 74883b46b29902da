// Original file: proto/directory.proto


export interface EveryOrganization {
}

export interface EveryOrganization__Output {
}
