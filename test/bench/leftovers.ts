const open = new Set<AsyncDisposable>();

/** Remembers something that would outlive whoever failed to end it. */
export function opened(thing: AsyncDisposable): void {
  open.add(thing);
}

export function ended(thing: AsyncDisposable): void {
  open.delete(thing);
}

/** Ends what nobody has ended: after a failure half way through starting something, or when we are interrupted. */
export async function endLeftovers(): Promise<void> {
  await Promise.all([...open].reverse().map((thing) => thing[Symbol.asyncDispose]()));
}
