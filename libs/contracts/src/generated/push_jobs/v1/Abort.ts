// Original file: proto/nodes.proto


/**
 * The node drops what it does. Its job knows already.
 */
export interface Abort {
}

/**
 * The node drops what it does. Its job knows already.
 */
export interface Abort__Output {
}
