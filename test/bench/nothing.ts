/** Where nothing has to be started for a floor. */
export class Nothing implements AsyncDisposable {
  async [Symbol.asyncDispose](): Promise<void> {
    // There is nothing to end.
  }
}
