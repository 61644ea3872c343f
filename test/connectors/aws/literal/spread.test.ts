import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainsFor } from './generate/keys.ts';
import { requests } from './generate/requests.ts';
import type { LiteralRequest } from './request.ts';
import { answerOf, worldsOf } from './unknown.ts';

/* A property that is only ever tried on denied requests proves nothing: what is drawn is spread over the answers and the layers. */

const COUNT = 1200;
const MOST_WORLDS = 60;
const layers = [
  'identityPolicies',
  'permissionsBoundary',
  'sessionPolicies',
  'resourcePolicy',
  'serviceControlPolicies',
  'resourceControlPolicies',
] as const;

function without(request: LiteralRequest, layer: (typeof layers)[number]): LiteralRequest {
  const { [layer]: _, ...rest } = request;
  return { identityPolicies: [], ...rest };
}
function told(request: LiteralRequest): string {
  const { decision, on } = answerOf(request, domainsFor(request));
  return [decision, ...on].join(' ');
}
function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
function short(counts: ReadonlyMap<string, number>, floors: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(floors).flatMap(([name, floor]) => {
    const met = counts.get(name) ?? 0;
    return met < floor * COUNT ? [`${name}: ${met} of ${COUNT}`] : [];
  });
}

describe('what is drawn', () => {
  it('meets every answer, every open question, and every layer decides', () => {
    const decisions = new Map<string, number>();
    const deciding = new Map<string, number>();
    const essential = new Map<string, number>();
    let left = 0;
    for (const request of fc.sample(requests, { numRuns: COUNT, seed: 7 })) {
      if (worldsOf(request, domainsFor(request)) > MOST_WORLDS) {
        left += 1;
        continue;
      }
      const answer = answerOf(request, domainsFor(request));
      add(decisions, answer.decision);
      for (const key of answer.on) add(essential, /^(?:doc|principal|resource):/.test(key) ? key : 'a key');
      for (const layer of layers) {
        if (request[layer] !== undefined && told(without(request, layer)) !== [answer.decision, ...answer.on].join(' '))
          add(deciding, layer);
      }
    }
    const shown = (counts: ReadonlyMap<string, number>): string => [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
    process.stdout.write(
      `drawn ${COUNT}, left out ${left}: ${shown(decisions)}\ndeciding: ${shown(deciding)}\nessential: ${shown(essential)}\n`,
    );
    expect(left).toBeLessThan(COUNT / 12);
    expect(short(decisions, { allowed: 0.2, 'explicitly-denied': 0.05, 'implicitly-denied': 0.2, depends: 0.08 })).toEqual([]);
    expect(
      short(deciding, {
        identityPolicies: 0.2,
        permissionsBoundary: 0.02,
        sessionPolicies: 0.02,
        resourcePolicy: 0.1,
        serviceControlPolicies: 0.02,
        resourceControlPolicies: 0.01,
      }),
    ).toEqual([]);
    expect(
      short(essential, {
        'a key': 0.03,
        'resource:account': 0.01,
        'principal:session-name': 0.0005,
        'doc:resource-wildcard': 0.005,
        'doc:unreadable-statement': 0.005,
        'doc:star-principal': 0.005,
        'doc:multivalued-key': 0.0005,
        'doc:unparseable-value': 0.0005,
        'doc:trust-past-boundary': 0.0005,
        'doc:not-principal-parents': 0.0005,
      }),
    ).toEqual([]);
  });
});
