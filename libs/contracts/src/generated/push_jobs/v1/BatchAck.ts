// Original file: proto/nodes.proto

import type { Long } from '@grpc/proto-loader';

export interface BatchAck {
  'number'?: (number | string | Long);
}

export interface BatchAck__Output {
  'number': (number);
}
