import { describe, expect, it } from 'vitest';
import type { Bounds, PersistenceClass, Presence } from '../../src/model/persistence.ts';
import { exactly, persistenceClasses, unreadBounds } from '../../src/model/persistence.ts';
import { mostLasting, mostLastingSure } from '../../src/rules/lasting.ts';

const held = (name: string, bounds: Bounds, presence: Presence = 'certain') => ({ name, bounds, presence });
const each = (...classes: readonly PersistenceClass[]) => classes.map((one) => held(one, exactly(one)));

describe('the most lasting of several', () => {
  it.each([[persistenceClasses], [persistenceClasses.toReversed()]])('is that of the most lasting class: %j', (classes) => {
    expect(mostLasting(each(...classes))?.name).toBe('standing');
    expect(mostLasting(each(...classes.filter((one) => one !== 'standing')))?.name).toBe('time-bound');
  });

  it('is the first of those that last alike', () => {
    expect(mostLasting([held('a', exactly('eligible')), held('b', exactly('standing')), held('c', exactly('standing'))])?.name).toBe('b');
  });

  it('is told by what lasts so at least, not by what may', () => {
    expect(mostLasting([held('a', unreadBounds), held('b', exactly('eligible'))])?.name).toBe('b');
  });

  it('of none is none, and leaves what it is given as it was', () => {
    expect(mostLasting(each())).toBeUndefined();
    const given = Object.freeze(each('eligible', 'standing'));
    expect(mostLasting(given)?.name).toBe('standing');
  });
});

describe('the most lasting of what is held for certain', () => {
  it('leaves out what is only possible', () => {
    expect(mostLastingSure([held('a', exactly('standing'), 'possible'), held('b', exactly('eligible'))])?.name).toBe('b');
  });

  it('leaves out what may last no longer than a session', () => {
    expect(mostLastingSure([...each('session'), held('a', unreadBounds)])).toBeUndefined();
    expect(mostLastingSure(each('session', 'eligible', 'activated'))?.name).toBe('activated');
  });
});
