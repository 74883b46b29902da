import { MANY, type Pattern } from './pattern.ts';
import type { Query } from './query.ts';
import { BadQuery, type Token, tokens } from './tokens.ts';

export type Parsed = { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly error: string };

/** Longer queries are refused: each node of an organization is held against all of it. */
export const MAX_QUERY_LENGTH = 8_192;
const MAX_DEPTH = 50;

const ANY_FIELD: Pattern = { kind: 'pattern', units: [MANY] };

/**
 * Understands a query as Chef's search writes them: `name:web* AND NOT (tags:"out of order" OR cpu_total:[1 TO 3])`.
 * NOT binds closer than AND, AND closer than OR. Where no operator stands between two terms either may fit, but one that
 * has a `-` or NOT must not, and one that has a `+` must.
 */
export function parseQuery(text: string): Parsed {
  if (text.length > MAX_QUERY_LENGTH) {
    return { ok: false, error: `a query has at most ${MAX_QUERY_LENGTH} characters` };
  }
  try {
    return { ok: true, query: new Parser(tokens(text), text.length).whole() };
  } catch (error) {
    if (error instanceof BadQuery) return { ok: false, error: error.message };
    throw error;
  }
}

interface Clause {
  readonly query: Query;
  readonly required: boolean;
}

/** Goes down the grammar, one method a rule; each takes what it understands from the front. */
class Parser {
  private next = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly end: number,
  ) {}

  whole(): Query {
    const query = this.clauses(ANY_FIELD);
    const rest = this.tokens[this.next];
    if (rest !== undefined) throw new BadQuery("')' without '('", rest.at);
    return query;
  }

  /** One or more, with nothing in between. */
  private clauses(field: Pattern): Query {
    const clauses = [this.clause(field)];
    while (this.next < this.tokens.length && this.peek() !== ')') clauses.push(this.clause(field));
    return combined(clauses);
  }

  private clause(field: Pattern): Clause {
    const required = this.takes('+');
    return { query: this.either(field), required };
  }

  private either(field: Pattern): Query {
    const of = [this.both(field)];
    while (this.takes('or')) of.push(this.both(field));
    return joined('any', of);
  }

  private both(field: Pattern): Query {
    const of = [this.negated(field)];
    while (this.takes('and')) of.push(this.negated(field));
    return joined('every', of);
  }

  private negated(field: Pattern): Query {
    let isNegated = false;
    while (this.takes('not')) isNegated = !isNegated;
    const query = this.term(field);
    return isNegated ? { kind: 'not', of: query } : query;
  }

  private term(outer: Pattern): Query {
    const named = this.tokens[this.next];
    const field = named?.kind === 'field' ? named.field : outer;
    if (named?.kind === 'field') this.next += 1;
    const token = this.tokens[this.next];
    if (token?.kind === 'value') {
      this.next += 1;
      return { kind: 'field', field, value: token.value };
    }
    if (token?.kind === '(') return this.group(field, token.at);
    throw new BadQuery(
      named === token ? 'expected a term such as name:web*' : 'expected a value',
      token?.at ?? this.end,
    );
  }

  private group(field: Pattern, at: number): Query {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new BadQuery(`more than ${MAX_DEPTH} parentheses within each other`, at);
    this.next += 1;
    const query = this.clauses(field);
    if (!this.takes(')')) throw new BadQuery('a parenthesis is never closed; it begins', at);
    this.depth -= 1;
    return query;
  }

  private peek(): Token['kind'] | undefined {
    return this.tokens[this.next]?.kind;
  }

  private takes(kind: Token['kind']): boolean {
    if (this.peek() !== kind) return false;
    this.next += 1;
    return true;
  }
}

/** Those that must fit decide, and else any of the others; whatever must not fit rules out in either case. */
function combined(clauses: readonly Clause[]): Query {
  const required = clauses.filter((clause) => clause.required).map(({ query }) => query);
  const others = clauses.filter((clause) => !clause.required).map(({ query }) => query);
  const [only, second] = others;
  if (only !== undefined && second === undefined && required.length === 0) return only;
  const excluded = others.filter(({ kind }) => kind === 'not');
  const optional = others.filter(({ kind }) => kind !== 'not');
  const wanted = required.length > 0 || optional.length === 0 ? required : [joined('any', optional)];
  return joined('every', [...wanted, ...excluded]);
}

function joined(kind: 'any' | 'every', of: readonly Query[]): Query {
  const [only, second] = of;
  return only !== undefined && second === undefined ? only : { kind, of };
}
