import { describe, expect, it } from 'vitest';
import { observe } from './node.ts';
import { arrival, briefs, common, first, idle, inRehab, isOpenJob, withDuty, type Watched } from './watched.fixture.ts';

describe('a node that arrives', () => {
  it('is told to abort at once, and is not available', () => {
    const step = arrival(first());
    expect(briefs(step)).toEqual(['unavailable', 'abort']);
    expect(step.state).toMatchObject({ phase: 'rehab', incarnation: 'first', beats: 1 });
  });

  it('is greeted when another broker has already brought this incarnation to idle', () => {
    const step = arrival(first(), { idleIncarnation: 'first', lastIncarnation: 'first' });
    expect(briefs(step)).toEqual(['available', 'ack']);
    expect(step.state).toMatchObject({ phase: 'idle', beats: 1 });
  });

  it('as another incarnation brings the old one down first, whether that was idle or not', () => {
    expect(briefs(arrival(first(), { idleIncarnation: 'older' }))).toEqual(['~down -', 'unavailable', 'abort']);
    expect(briefs(arrival(first(), { lastIncarnation: 'older' }))).toEqual(['~down -', 'unavailable', 'abort']);
    expect(briefs(arrival(first(), { lastIncarnation: 'first' }))).toEqual(['unavailable', 'abort']);
  });

  it('with a result is heard, greeted or not', () => {
    const result = first({ type: 'succeeded', job_id: 'j1' });
    expect(briefs(arrival(result, { idleIncarnation: 'first' }))).toEqual(['available', 'ack', 'succeeded j1']);
    expect(briefs(arrival(result))).toEqual(['unavailable', 'abort', 'succeeded j1']);
    expect(briefs(arrival(first({ type: 'succeeded', job_id: 'over' })))).toEqual(['unavailable', 'abort']);
  });

  it('with an `aborted` that is no answer to our abort stays in rehab, though the job hears of it', () => {
    const step = arrival(first({ type: 'aborted', job_id: 'j1' }));
    expect(briefs(step)).toEqual(['unavailable', 'abort', 'aborted j1']);
    expect(step.state.phase).toBe('rehab');
  });

  it('at a job that is over goes to rehab, although it was idle', () => {
    const step = arrival(first({ job_state: 'running', job_id: 'over' }), { idleIncarnation: 'first' });
    expect(briefs(step)).toEqual(['available', 'ack', 'unavailable', 'abort']);
  });
});

describe('a node in rehab', () => {
  it('is told to abort every second, until it says that it did', () => {
    const node = inRehab();
    expect([node.second(), node.second()]).toEqual([['abort'], ['abort']]);
    expect(node.say('aborted', null)).toEqual(['available']);
    expect([node.second(), node.second()]).toEqual([[], []]);
  });

  it('is not told more often than once a second, whoever reminds', () => {
    const node = inRehab();
    node.nowMs += 999;
    expect([node.tick(), node.rehab(), node.beat('idle')]).toEqual([[], [], []]);
    expect([node.tick(), node.tick()]).toEqual([['abort'], []]);
  });

  it('is not made idle by heartbeats, nor disturbed by what they say', () => {
    const node = inRehab();
    expect([node.beat(), node.beat(['running', 'over']), node.beat(['running', 'j1'])]).toEqual([[], [], []]);
    expect(node.state).toMatchObject({ phase: 'rehab', beats: 4 });
  });

  it('tells the job that it broke off', () => {
    const node = inRehab();
    expect(node.say('aborted', 'j1')).toEqual(['aborted j1', 'available']);
  });

  it('tells no job that is over', () => expect(inRehab().say('aborted', 'over')).toEqual(['available']));

  it('lets its duty know even when it names no job, since nothing outlives an abort', () => {
    const node = withDuty('j1', 'running');
    node.rehab();
    expect(node.say('aborted', null)).toEqual(['aborted j1', 'available']);
    expect(node.dutyNow).toBeUndefined();
  });

  it('does not tell the job that ordered it, but another one that was hit', () => {
    const node = withDuty('j1', 'running');
    expect(node.rehab('j2')).toEqual(['unavailable', 'abort']);
    expect(node.rehab('j2')).toEqual([]);
    expect(node.say('aborted', 'j1')).toEqual(['aborted j1', 'available']);
    node.duty('j1', 'running');
    node.rehab('j1');
    expect(node.say('aborted', 'j1')).toEqual(['available']);
  });

  it('has its results and refusals passed on, but its duty cannot count on what it agrees to', () => {
    const agreed = withDuty('j1', 'commit');
    agreed.rehab();
    expect(agreed.say('ack_commit', 'j1')).toEqual(['other j1']);
    expect(agreed.say('aborted', 'j1')).toEqual(['available']);

    const ended = withDuty('j1', 'running');
    ended.rehab();
    expect(ended.say('failed', 'j1')).toEqual(['failed j1']);
    expect(ended.say('aborted', null)).toEqual(['available']);
  });

  it('leaves what it agrees to in a job that gave it up to the verdict of that job', () => {
    const node = withDuty('j1', 'committed');
    node.rehab('j1');
    expect(node.say('ack_commit', 'j1')).toEqual(['ack_commit j1']);
  });

  it('goes down like any other when it falls silent', () => {
    const node = inRehab();
    node.tick();
    expect([node.tick(), node.tick(), node.tick()].map((effects) => effects.includes('down'))).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('an `aborted` of an idle node', () => {
  it('that answers a repeated abort does not touch the duty it got meanwhile', () => {
    const node = inRehab();
    node.second();
    node.second();
    node.say('aborted', null);
    node.duty('j1', 'commit');
    expect([node.say('aborted', null), node.say('aborted', null)]).toEqual([[], []]);
    expect(node.dutyNow).toBe('j1 commit');
    expect(node.say('aborted', null)).toEqual(['aborted j1']);
  });

  it('is taken for the end of the duty again once the node answered a command, whatever became of our aborts', () => {
    const node = inRehab();
    node.second();
    node.say('aborted', null);
    node.duty('j1', 'commit');
    node.say('ack_commit', 'j1');
    expect(node.say('aborted', null)).toEqual(['aborted j1']);
  });

  it('that nobody asked for is the end of its duty, named or not', () => {
    expect(withDuty('j1', 'running').say('aborted', null)).toEqual(['aborted j1']);
    const node = withDuty('j1', 'running');
    expect(node.say('aborted', 'j1')).toEqual(['aborted j1']);
    expect(node.dutyNow).toBeUndefined();
  });

  it('about another job leaves the duty alone', () => {
    const node = withDuty('j1', 'running');
    expect(node.say('aborted', 'j2')).toEqual(['aborted j2']);
    expect(node.dutyNow).toBe('j1 running');
  });

  it('never sends it to rehab', () => {
    const node = idle();
    expect([node.say('aborted', null), node.say('aborted', 'over')]).toEqual([[], []]);
    expect(node.state.phase).toBe('idle');
  });
});

describe('an idle node', () => {
  const REHAB = ['unavailable', 'abort'];

  it('is sent to rehab on order', () => expect(idle().rehab()).toEqual(REHAB));

  it.each<[string, (node: Watched) => string[]]>([
    ['beats for a job that is over', (node) => node.beat(['running', 'over'])],
    ['beats for no job, but busily', (node) => node.beat(['committed', null])],
    ['answers for a job that is over', (node) => node.say('ack_commit', 'over')],
    ['has a result of a job that is over', (node) => node.say('succeeded', 'over')],
    ['answers for no job', (node) => node.say('ack_run', null)],
  ])('is sent to rehab when it %s', (_what, happens) => expect(happens(idle())).toEqual(REHAB));

  it('is left alone while it is not known whether a job is open, though its answers are passed on', () => {
    const node = idle();
    expect(node.beat(['running', 'unsure'])).toEqual([]);
    expect(node.say('succeeded', 'unsure')).toEqual(['succeeded unsure']);
    node.duty('unsure', 'running');
    expect([node.beat(), node.beat(), node.beat()]).toEqual([[], [], []]);
    expect([node.state.phase, node.dutyNow]).toEqual(['idle', 'unsure running']);
  });

  it('has every answer passed on with all it carried', () => {
    const message = { ...common, type: 'failed', sequence: 5, job_id: 'j1', stdout: 'o', stderr: 'e' } as const;
    const { effects } = observe(idle().state, { type: 'message', message, route: 'r1', nowMs: 0 }, isOpenJob);
    expect(effects).toEqual([{ type: 'report', news: 'failed', jobId: 'j1', message }]);
  });
});

describe('a connection', () => {
  it('that is new is acknowledged, keeps the state, and starts its sequence anew', () => {
    const node = withDuty('j1', 'running');
    node.sequence = 40;
    node.beat(['running', 'j1']);
    node.route = 'r2';
    node.sequence = 0;
    expect(node.beat(['running', 'j1'])).toEqual(['ack']);
    expect(node.state).toMatchObject({ phase: 'idle', route: 'r2', lastSequence: 1 });
    expect(node.dutyNow).toBe('j1 running');
  });

  it('that is new in rehab brings the abort again, since the last one may be lost', () => {
    const node = inRehab();
    node.route = 'r2';
    expect(node.beat()).toEqual(['ack', 'abort']);
    expect(node.say('aborted', null)).toEqual(['available']);
  });

  it('that begins with `aborted` ends the rehab, and needs no abort of its own', () => {
    const node = inRehab();
    node.route = 'r2';
    expect(node.say('aborted', null)).toEqual(['ack', 'available']);
  });

  it.each([0, -1, -20])('refuses a sequence %s from the last one, and learns nothing from it', (offset) => {
    const node = idle();
    node.sequence = 30;
    node.beat();
    const before = node.state;
    node.sequence += offset - 1;
    expect(node.say('succeeded', 'j1')).toEqual(['refuse']);
    expect(node.state).toBe(before);
  });

  it('that was left is heard out, but not twice, and the node is not sought there again', () => {
    const node = withDuty('j1', 'running');
    node.sequence = 30;
    node.beat(['running', 'j1']);
    node.route = 'r2';
    node.beat(['running', 'j1']);
    node.route = 'r1';
    node.sequence = 31;
    expect([node.beat(), node.beat()]).toEqual([[], []]);
    expect(node.dutyNow).toBe('j1 running');
    expect(node.say('succeeded', 'j1')).toEqual(['succeeded j1']);
    node.sequence -= 1;
    expect(node.say('succeeded', 'j1')).toEqual(['refuse']);
    expect(node.state.route).toBe('r2');
  });
});

describe('a new incarnation', () => {
  it('brings the old one down first, and starts in rehab without its duty', () => {
    const node = withDuty('j1', 'running');
    node.incarnation = 'second';
    node.route = 'r2';
    node.sequence = 0;
    expect(node.beat()).toEqual(['unavailable', '~down -', 'abort']);
    expect(node.state).toMatchObject({ phase: 'rehab', incarnation: 'second', average: 1.2, beats: 1 });
    expect(node.dutyNow).toBeUndefined();
  });

  it('of a node in rehab has nothing to become unavailable', () => {
    const node = inRehab();
    node.incarnation = 'second';
    expect(node.beat()).toEqual(['~down -', 'abort']);
  });

  it('is taken for what it is however often it comes at the pace of heartbeats', () => {
    const node = inRehab();
    for (let i = 0; i < 20; i += 1) {
      node.incarnation = i % 2 === 0 ? 'second' : 'first';
      expect(node.beat()).toEqual(['~down -', 'abort']);
    }
  });

  it('is refused when processes take the name from each other all the time, until they had a rest', () => {
    const node = inRehab();
    const [first, second] = [
      { incarnation: 'first', route: 'r1' },
      { incarnation: 'second', route: 'r2' },
    ];
    const flips = Array.from({ length: 50 }, (_, i) => Object.assign(node, i % 2 === 0 ? second : first).say('aborted', null)); // prettier-ignore
    expect(flips.filter((effects) => effects.includes('~down -'))).toHaveLength(5);
    expect(node.state.incarnation).toBe('second');
    Object.assign(node, second);
    expect(node.say('aborted', null)).toEqual([]); // it has the name, and is heard
    Object.assign(node, first);
    expect(node.say('aborted', null)).toEqual(['refuse']);
    expect(node.beat()).toEqual(['unavailable', '~down -', 'abort']);
  });
});

describe('health', () => {
  const missedUntilDown = (node: Watched): number => {
    for (let missed = 1; ; missed += 1) if (node.tick().includes('down')) return missed;
  };
  const steady = (beatsPerInterval: number): Watched => {
    const node = idle();
    for (let interval = 0; interval < 50; interval += 1) {
      for (let beats = 0; beats < beatsPerInterval; beats += 1) node.beat();
      node.tick();
    }
    return node;
  };

  it('fails after two missed intervals of a node that beat steadily', () => expect(missedUntilDown(steady(1))).toBe(2));

  it('fails after three at the start', () => {
    const node = idle();
    node.state = { ...node.state, beats: 0 };
    expect(missedUntilDown(node)).toBe(3);
  });

  it('fails after three however often it beat before', () => expect(missedUntilDown(steady(5))).toBe(3));

  it('fails with news that concern every job', () => {
    const node = steady(1);
    node.duty('j1', 'running');
    node.tick();
    expect(node.tick()).toEqual(['~down -', 'down']);
  });

  it('is not kept up by answers', () => {
    const node = steady(1);
    node.tick();
    node.say('nack_commit', 'j1');
    expect(node.tick()).toContain('down');
  });

  it('holds when every other beat comes late', () => {
    const node = idle();
    for (let pair = 0; pair < 50; pair += 1) {
      expect(node.tick()).toEqual([]);
      node.beat();
      node.beat();
      expect(node.tick()).toEqual([]);
    }
  });
});
