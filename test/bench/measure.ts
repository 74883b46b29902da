import type { Effort, Figure, Stage, Turns } from './figure.ts';
import { endLeftovers } from './leftovers.ts';
import { progress } from './progress.ts';
import { type Result, resultOf } from './result.ts';

type AnyStage = Stage<AsyncDisposable, AsyncDisposable>;
type AnyFigure = Figure<AsyncDisposable, AsyncDisposable>;
/** What can be measured of a figure. */
type Kind = 'floor' | 'floorBeside' | 'measure';
type Values = Map<AnyFigure, Turns>;

const NONE: Turns = { floors: [], values: [] };

/** Measures the floors of a stage's figures and then the figures. What fails is told, and has no value. */
export async function measureStage(stage: AnyStage, figures: readonly AnyFigure[], effort: Effort): Promise<Result[]> {
  const bare = await measureOn(`${stage.name}, bare`, () => stage.openBare(effort), effort, figures, ['floor']);
  const real = await measureOn(stage.name, () => stage.openReal(effort), effort, figures, ['floorBeside', 'measure']);
  return figures.map((figure) => {
    const { values, floors } = real.get(figure) ?? NONE;
    return resultOf(figure, values, bare.get(figure)?.floors ?? floors);
  });
}

async function measureOn(
  where: string,
  open: () => Promise<AsyncDisposable>,
  effort: Effort,
  figures: readonly AnyFigure[],
  kinds: readonly Kind[],
): Promise<Values> {
  const values: Values = new Map();
  if (!figures.some((figure) => kinds.some((kind) => figure[kind] !== undefined))) return values;
  progress(`${where}: starting`);
  try {
    await using subject = await open();
    for (const figure of figures) {
      for (const kind of kinds) {
        const measure = figure[kind];
        if (measure === undefined) continue;
        const measured = await attempt(`${where}: ${figure.name}`, kind, () => measure(subject, effort));
        values.set(figure, { ...NONE, ...values.get(figure), ...measured });
      }
    }
  } catch (error) {
    progress(`${where}: ${String(error)}`);
  } finally {
    await endLeftovers();
  }
  return values;
}

async function attempt(
  what: string,
  kind: Kind,
  work: () => Promise<readonly number[] | Turns>,
): Promise<Partial<Turns>> {
  try {
    const measured = await work();
    const named: Partial<Turns> =
      'floors' in measured ? measured : kind === 'measure' ? { values: measured } : { floors: measured };
    for (const [name, values] of Object.entries(named)) progress(`${what}, ${name}: ${list(values)}`);
    return named;
  } catch (error) {
    progress(`${what}, ${kind}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return {};
  }
}

const list = (values: readonly number[]): string => values.map((value) => value.toPrecision(4)).join(', ');
