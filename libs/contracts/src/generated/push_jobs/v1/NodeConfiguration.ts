// Original file: proto/nodes.proto


export interface NodeConfiguration {
  /**
   * SPKI PEM of the RSA key that signs server heartbeats.
   */
  'serverPublicKey'?: (string);
  /**
   * 40 characters of Z85; empty for a node without encryption.
   */
  'serverCurveKey'?: (string);
  /**
   * The node's session key, RSA-encrypted, base64.
   */
  'encodedSessionKey'?: (string);
  'incarnationId'?: (string);
  'host'?: (string);
  'heartbeatAddress'?: (string);
  'commandAddress'?: (string);
  'heartbeatIntervalMs'?: (number);
  'lifetimeSeconds'?: (number);
  'maxMessageSkewSeconds'?: (number);
  'maxBodySize'?: (number);
  'offlineThreshold'?: (number);
  'onlineThreshold'?: (number);
  /**
   * Those of the features asked for that this broker has.
   */
  'features'?: (string)[];
}

export interface NodeConfiguration__Output {
  /**
   * SPKI PEM of the RSA key that signs server heartbeats.
   */
  'serverPublicKey': (string);
  /**
   * 40 characters of Z85; empty for a node without encryption.
   */
  'serverCurveKey': (string);
  /**
   * The node's session key, RSA-encrypted, base64.
   */
  'encodedSessionKey': (string);
  'incarnationId': (string);
  'host': (string);
  'heartbeatAddress': (string);
  'commandAddress': (string);
  'heartbeatIntervalMs': (number);
  'lifetimeSeconds': (number);
  'maxMessageSkewSeconds': (number);
  'maxBodySize': (number);
  'offlineThreshold': (number);
  'onlineThreshold': (number);
  /**
   * Those of the features asked for that this broker has.
   */
  'features': (string)[];
}
