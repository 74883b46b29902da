// Original file: proto/nodes.proto


export interface ListNodes {
  'organization'?: (string);
  /**
   * So many on a page, roughly; 0: all of them are one.
   */
  'pageSize'?: (number);
  /**
   * `next_page` of the page before; empty for the first.
   */
  'page'?: (string);
}

export interface ListNodes__Output {
  'organization': (string);
  /**
   * So many on a page, roughly; 0: all of them are one.
   */
  'pageSize': (number);
  /**
   * `next_page` of the page before; empty for the first.
   */
  'page': (string);
}
