/** What an allowed command stands for on this node. */
export interface Rule {
  readonly commandLine: string;
  /** A commit is refused while another process holds this file's lock; `true` is chef-client's own lock file. */
  readonly lock?: true | string;
}

export interface PatternRule extends Rule {
  readonly pattern: RegExp;
}

export interface AllowList {
  readonly exact: ReadonlyMap<string, Rule>;
  /** In the order of the configuration: the first that matches wins. */
  readonly patterns: readonly PatternRule[];
}

/** The table of the configuration: a name or `/pattern/`, and what it stands for. */
export type AllowListTable = Readonly<Record<string, string | { command_line: string; lock?: boolean | string }>>;

const PATTERN = /^\/(.+)\/$/s;

/** Builds the list. Throws a SyntaxError for a pattern that is no regular expression. */
export function readAllowList(table: AllowListTable): AllowList {
  const exact = new Map<string, Rule>();
  const patterns: PatternRule[] = [];
  for (const [name, value] of Object.entries(table)) {
    const source = PATTERN.exec(name)?.[1];
    const rule = readRule(value);
    if (source === undefined) exact.set(name, rule);
    else patterns.push({ ...rule, pattern: compile(source) });
  }
  return { exact, patterns };
}

/**
 * What a job's command stands for, or undefined where it is not allowed (wire contract section 9). A pattern's match is
 * replaced within the command, as the stock client does: what a pattern does not cover stays in the command line, so a
 * pattern that should admit nothing else is anchored at both ends.
 */
export function lookUp(list: AllowList, command: string): Rule | undefined {
  const exact = list.exact.get(command);
  if (exact !== undefined) return exact;
  const found = list.patterns.find(({ pattern }) => command.search(pattern) >= 0);
  if (found === undefined) return undefined;
  const { pattern, ...rule } = found;
  return { ...rule, commandLine: substitute(command, pattern, rule.commandLine) };
}

/** Patterns that let a caller add text of their own around the match. */
export function openEnded(list: AllowList): string[] {
  return list.patterns.map(({ pattern }) => pattern.source).filter((source) => !isAnchored(source));
}

/** Escapes, classes and groups aside: `^` first, `$` last, and no alternative that has only one of them. */
function isAnchored(source: string): boolean {
  let outer = source.replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x');
  for (let before = ''; before !== outer;) {
    before = outer;
    outer = outer.replace(/\([^()]*\)/g, 'x');
  }
  return outer.startsWith('^') && outer.endsWith('$') && !outer.includes('|');
}

function readRule(value: AllowListTable[string]): Rule {
  if (typeof value === 'string') return { commandLine: value };
  const { command_line: commandLine, lock } = value;
  return lock === undefined || lock === false ? { commandLine } : { commandLine, lock };
}

/** Ruby's names of the ends of a text mean the same here as `^` and `$`, which are the whole text's, not a line's. */
function compile(source: string): RegExp {
  return new RegExp(source.replace(/\\A/g, '^').replace(/\\[zZ]/g, '$'), 'g');
}

function substitute(command: string, pattern: RegExp, template: string): string {
  let line = '';
  let end = 0;
  for (const match of command.matchAll(pattern)) {
    line += command.slice(end, match.index) + expand(template, match);
    end = match.index + match[0].length;
  }
  return line + command.slice(end);
}

/** `\1` and `\k<name>` are groups, `\0` and `\&` the whole match, `\\` a backslash. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(/\\(?:(\d)|k<(\w+)>|([&\\]))/g, (_, digit?: string, name?: string, sign?: string) => {
    if (digit !== undefined) return match[Number(digit)] ?? '';
    if (name !== undefined) return match.groups?.[name] ?? '';
    return sign === '&' ? match[0] : '\\';
  });
}
