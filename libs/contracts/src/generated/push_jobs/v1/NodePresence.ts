// Original file: proto/nodes.proto


export interface NodePresence {
  'node'?: (string);
  'online'?: (boolean);
  'available'?: (boolean);
}

export interface NodePresence__Output {
  'node': (string);
  'online': (boolean);
  'available': (boolean);
}
