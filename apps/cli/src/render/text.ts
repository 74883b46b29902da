const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/** What came from elsewhere must not steer the terminal: control characters become a visible mark. */
export const plain = (text: string): string => text.replace(CONTROL, '\ufffd');

/** At most `width` characters, the last one an ellipsis where something was cut. */
export const clip = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;

/** `1 node`, `2,000 nodes`. */
export const count = (number: number, what: string): string =>
  `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;

/** Columns two spaces apart, each as wide as its widest cell; nothing trails. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((all, row) => {
    row.forEach((cell, column) => (all[column] = Math.max(all[column] ?? 0, cell.length)));
    return all;
  }, []);
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}
