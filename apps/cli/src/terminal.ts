import { clip } from './render/text.ts';

const NARROW = 80;
const CLEAR_LINE = '\r\u001b[2K';

/** Where text goes: lines that stay, and on a terminal one line at the bottom that changes. */
export class Terminal {
  private live = '';

  constructor(
    private readonly output: NodeJS.WriteStream,
    private readonly errors: NodeJS.WriteStream,
  ) {}

  /** Whether somebody watches. */
  get isLive(): boolean {
    return this.output.isTTY;
  }

  /** No limit where the output goes to a program. */
  get width(): number {
    return this.output.isTTY ? (this.output.columns ?? NARROW) : Number.POSITIVE_INFINITY;
  }

  /** Text that stays, as it is. */
  write(text: string | Buffer): void {
    this.erase();
    this.output.write(text);
    this.draw();
  }

  error(text: string): void {
    this.erase();
    this.errors.write(text);
    this.draw();
  }

  /** Replaces the line that changes; an empty one takes it away. Nothing happens where nobody watches. */
  show(line: string): void {
    if (!this.isLive || line === this.live) return;
    this.erase();
    this.live = line;
    this.draw();
  }

  private erase(): void {
    if (this.live !== '') this.output.write(CLEAR_LINE);
  }

  private draw(): void {
    if (this.live !== '') this.output.write(clip(this.live, this.width - 1));
  }
}
