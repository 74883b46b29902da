export interface NameRow {
  readonly name: string;
}

export const namesOf = (rows: readonly NameRow[]): string[] => rows.map(({ name }) => name);
