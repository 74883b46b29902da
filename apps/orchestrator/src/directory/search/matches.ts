import type { Fields } from './fields.ts';
import { fits, type Pattern } from './pattern.ts';
import type { Condition, Query, Range } from './query.ts';

/** Whether a node fits a query. Values are compared whole, and upper and lower case are different. */
export function matches(query: Query, fields: Fields): boolean {
  switch (query.kind) {
    case 'field':
      return valuesOf(fields, query.field).some((values) => values.some((value) => meets(query.value, value)));
    case 'every':
      return query.of.every((part) => matches(part, fields));
    case 'any':
      return query.of.some((part) => matches(part, fields));
    case 'not':
      return !matches(query.of, fields);
  }
}

function valuesOf(fields: Fields, field: Pattern): (readonly string[])[] {
  if (field.kind === 'text') return [fields.get(field.text) ?? []];
  return [...fields].filter(([name]) => fits(field, name)).map(([, values]) => values);
}

const meets = (condition: Condition, value: string): boolean =>
  condition.kind === 'range' ? isWithin(condition, value) : fits(condition, value);

function isWithin({ from, to, withFrom, withTo }: Range, value: string): boolean {
  const afterFrom = from === undefined ? 1 : compare(value, from);
  const beforeTo = to === undefined ? 1 : compare(to, value);
  return (withFrom ? afterFrom >= 0 : afterFrom > 0) && (withTo ? beforeTo >= 0 : beforeTo > 0);
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/** Numbers by size, anything else by its characters. */
function compare(one: string, other: string): number {
  if (NUMBER.test(one) && NUMBER.test(other)) return Number(one) - Number(other);
  return one < other ? -1 : one > other ? 1 : 0;
}
