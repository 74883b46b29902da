// Original file: proto/nodes.proto


export interface ConfigureNode {
  'organization'?: (string);
  'node'?: (string);
  /**
   * 40 characters of Z85; empty for a node without encryption.
   */
  'curvePublicKey'?: (string);
  /**
   * PEM of the principal who asked; the session key is encrypted with it. PKCS#1 is read nine times as fast as SPKI.
   */
  'principalPublicKey'?: (string);
  /**
   * The answer is for a person to look at: nothing is registered, and the session key in it opens nothing.
   */
  'lookOnly'?: (boolean);
  /**
   * Extensions that the node knows and asks for.
   */
  'features'?: (string)[];
}

export interface ConfigureNode__Output {
  'organization': (string);
  'node': (string);
  /**
   * 40 characters of Z85; empty for a node without encryption.
   */
  'curvePublicKey': (string);
  /**
   * PEM of the principal who asked; the session key is encrypted with it. PKCS#1 is read nine times as fast as SPKI.
   */
  'principalPublicKey': (string);
  /**
   * The answer is for a person to look at: nothing is registered, and the session key in it opens nothing.
   */
  'lookOnly': (boolean);
  /**
   * Extensions that the node knows and asks for.
   */
  'features': (string)[];
}
