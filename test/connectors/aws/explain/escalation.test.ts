import { describe, expect, it } from 'vitest';
import { escalationMethods } from '../../../../connectors/aws/escalation/table.ts';
import { explainAws } from '../../../../connectors/aws/explain/explain.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import { readMethods } from '../escalation/cases.ts';
import { AS_OF, endOf, pathOf, seenOf } from '../escalation/judge.ts';
import { planOf } from '../escalation/plan.ts';
import { factIndex } from '../resolve/estate.ts';
import { wantedOf } from './estates.ts';

const methods = readMethods().filter(({ plain }) => plain !== true);

describe.each(methods.map((method) => [method.id, planOf(method)] as const))('the way of %s', (_id, plan) => {
  const all = seenOf(plan);
  const path = pathOf(all, endOf(plan));
  const elements: readonly (Grant | Link)[] = path === undefined ? [] : [...path.links, path.grant];
  const ways = elements.filter((each) => each.escalation !== undefined);

  it('is told with each permission it needs, by a statement that gives it, and with nothing that takes it away', () => {
    expect(ways.length).toBeGreaterThan(0);
    for (const each of ways) {
      const { statements, unread } = explainAws(factIndex(all.estate.facts), each, AS_OF);
      const told = escalationMethods.find(({ id }) => id === each.escalation);
      const given = statements.flatMap(({ says, reason, outcome }) => (says === 'allows' && reason !== 'by-nature' ? [outcome] : []));
      for (const { actions } of told?.needs ?? []) {
        const isGiven = actions.some((action) => given.some((outcome) => outcome.includes(action)));
        expect({ id: told?.id, actions, isGiven }).toEqual({ id: told?.id, actions, isGiven: true });
      }
      expect(statements[0]).toMatchObject({ reason: 'by-nature', document: `way ${told?.id ?? ''}: it may ${told?.title ?? ''}` });
      expect(statements.filter(({ reason }) => reason === 'takes-away' || reason === 'leaves-out' || reason === 'not-listed')).toEqual([]);
      expect(unread.filter((text) => text.includes('no statement'))).toEqual([]);
    }
  });

  it('is told from the facts alone that mention what is wanted', () => {
    for (const each of elements) {
      expect(explainAws(wantedOf(all.estate.facts, each).index, each, AS_OF)).toEqual(explainAws(factIndex(all.estate.facts), each, AS_OF));
    }
  });
});
