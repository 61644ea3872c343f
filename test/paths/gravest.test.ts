import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../src/base/instant.ts';
import { buildGraph } from '../../src/graph/build.ts';
import { expandSmallGraph, SMALL_AS_OF, SMALL_BOUNDARY } from '../../src/judge/small.ts';
import { capabilities } from '../../src/model/capability.ts';
import { gravestOver } from '../../src/paths/gravest.ts';
import { levelsOf } from '../../src/paths/levels.ts';
import { liveAt } from '../../src/paths/live.ts';
import { reachTable } from '../../src/paths/reach-table.ts';

describe('the gravest reach of one of the first who are asked about', () => {
  const ann = 'arn:aws:iam::111122223333:user/ann';
  const scopes = [SMALL_BOUNDARY, ...Array.from({ length: 20 }, (_, number) => `arn:aws:s3:::bucket-${number}`)];
  const graph = buildGraph(
    expandSmallGraph({
      name: 'much of everything',
      identities: [{ id: ann }],
      grants: scopes.flatMap((scope) => capabilities.map((capability) => ({ subject: ann, capability, scope }))),
    }),
  );
  const live = liveAt(graph, { now: parseInstant(SMALL_AS_OF) ?? 0, maxTimeBoundMs: 0 });
  const table = reachTable(graph, live);
  const looked: number[] = [];
  const gravest = gravestOver({
    graph,
    table: {
      narrow: (node) => table.narrow(node),
      find(node, target) {
        looked.push(target);
        return table.find(node, target);
      },
    },
    levels: levelsOf(graph, live),
    zeroTargets: () => new Uint8Array(graph.targets.length).fill(1),
    isZero: (_, target) => graph.targets[target]?.scope !== scopes[1],
  });

  it('is found without a look at what weighs less', () => {
    const found = gravest(graph.nodeOf.get(ann) ?? -1);
    const target = graph.targets[found ?? -1];
    // of one capability the first scope that counts
    expect(target?.capability).toBe(capabilities[0]);
    expect(target?.scope).toBe([...scopes].sort().find((scope) => scope !== scopes[1]));
    expect(looked).toEqual([found]);
  });
});
