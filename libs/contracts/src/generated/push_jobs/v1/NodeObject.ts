// Original file: proto/directory.proto


export interface NodeObject {
  'organization'?: (string);
  'name'?: (string);
  /**
   * JSON text.
   */
  'json'?: (string);
}

export interface NodeObject__Output {
  'organization': (string);
  'name': (string);
  /**
   * JSON text.
   */
  'json': (string);
}
