import type { Effort, Figure, Stage, Turns } from './figure.ts';
import { endLeftovers } from './leftovers.ts';
import { progress } from './progress.ts';
import { type Result, resultOf } from './result.ts';

type AnyStage = Stage<AsyncDisposable, AsyncDisposable>;
type AnyFigure = Figure<AsyncDisposable, AsyncDisposable>;
/** What can be measured of a figure. */
type Kind = 'floor' | 'floorBeside' | 'measure';
const NONE: Turns = { floors: [], values: [] };
type Values = ReadonlyMap<AnyFigure, Partial<Record<Kind, Turns>>>;

/** Measures the floors of a stage's figures and then the figures. What fails is told, and has no value. */
export async function measureStage(stage: AnyStage, figures: readonly AnyFigure[], effort: Effort): Promise<Result[]> {
  const bare = await measureOn(`${stage.name}, bare`, () => stage.openBare(effort), effort, figures, ['floor']);
  const real = await measureOn(stage.name, () => stage.openReal(effort), effort, figures, ['floorBeside', 'measure']);
  return figures.map((figure) => {
    const { floorBeside, measure: { values, floors } = NONE } = real.get(figure) ?? {};
    const apart = bare.get(figure)?.floor ?? floorBeside;
    return resultOf(figure, values, apart?.values ?? floors);
  });
}

async function measureOn(
  where: string,
  open: () => Promise<AsyncDisposable>,
  effort: Effort,
  figures: readonly AnyFigure[],
  kinds: readonly Kind[],
): Promise<Values> {
  const values: Values = new Map(figures.map((figure) => [figure, {}]));
  if (!figures.some((figure) => kinds.some((kind) => figure[kind] !== undefined))) return values;
  progress(`${where}: starting`);
  try {
    await using subject = await open();
    for (const figure of figures) {
      for (const kind of kinds) {
        const measure = figure[kind];
        const what = `${where}: ${figure.name}, ${kind}`;
        if (measure !== undefined)
          Object.assign(values.get(figure) ?? {}, { [kind]: await attempt(what, () => measure(subject, effort)) });
      }
    }
  } catch (error) {
    progress(`${where}: ${String(error)}`);
  } finally {
    await endLeftovers();
  }
  return values;
}

async function attempt(what: string, work: () => Promise<readonly number[] | Turns>): Promise<Turns> {
  try {
    const measured = await work();
    const turns = 'floors' in measured ? measured : { ...NONE, values: measured };
    if (turns.floors.length > 0) progress(`${what}, floors: ${list(turns.floors)}`);
    progress(`${what}: ${list(turns.values)}`);
    return turns;
  } catch (error) {
    progress(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return NONE;
  }
}

const list = (values: readonly number[]): string => values.map((value) => value.toPrecision(4)).join(', ');
