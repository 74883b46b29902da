// Original file: proto/nodes.proto


/**
 * The node goes into rehab: aborted again and again until it answers.
 */
export interface Rehab {
}

/**
 * The node goes into rehab: aborted again and again until it answers.
 */
export interface Rehab__Output {
}
