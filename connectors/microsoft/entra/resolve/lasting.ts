import type { Instant } from '../../../../src/base/instant.ts';
import { parseInstant } from '../../../../src/base/instant.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { ActivationPolicy } from '../../../../src/model/activation-policy.ts';
import type { Authority } from '../../../../src/model/grant.ts';
import { exactly } from '../../../../src/model/persistence.ts';
import type { Bounds, Gate } from '../../../../src/model/persistence.ts';
import type { Windows } from '../../../../src/model/window.ts';
import { always, union } from '../../../../src/model/window.ts';
import { gateWords } from '../../gate-words.ts';

/** How long something lasts and what switches it on. `form` tells apart the keys of elements that differ in that alone. */
export type Lasting = Pick<Authority, 'bounds' | 'windows' | 'endsBy' | 'gate' | 'gatedBy' | 'because'> & {
  readonly form: string;
  /** It is another's, and had through it. */
  readonly through?: true;
};

/** A time at which something holds, as the service tells it. */
export interface Told {
  readonly from: Instant | null;
  readonly until: Instant | null;
}

/** What Privileged Identity Management says of an assignment that is in force, or will be. */
export function assignedFor(assignment: 'assigned' | 'activated' | null, time: Told, now: number): Lasting {
  const { from, until } = time;
  if (assignment === 'activated') {
    const says = `activated${from === null ? '' : ` ${from}`}${until === null ? ', and no end is told' : `, ends ${until}`}`;
    if (until === null) return { ...openEnded({ lo: 'activated', hi: 'standing' }, [says]), form: 'activated' };
    return { ...withEnd('activated', time, [says]), form: 'activated' };
  }
  if (assignment === null) {
    const says = 'Privileged Identity Management does not tell whether it was assigned or activated';
    if (until === null) return { ...openEnded({ lo: 'activated', hi: 'standing' }, [says]), form: 'unclear' };
    return { ...withEnd('time-bound', time, [says]), bounds: { lo: 'activated', hi: 'time-bound' }, form: 'unclear' };
  }
  if (until !== null) return { ...withEnd('time-bound', time, [`assigned until ${until}`]), form: 'time-bound' };
  return standing(['assigned without an end'], startOf(from, now));
}

/** What an eligibility comes to. `policy`: what switching it on demands; `undefined` = not told, and then the holder alone is taken to do. */
export function eligibleFor(time: Told, policy: ActivationPolicy | undefined, now: number): Lasting {
  const until = time.until === null ? 'eligible without an end' : `eligible until ${time.until}`;
  return {
    bounds: exactly('eligible'),
    windows: windowsOf(time, now),
    endsBy: time.until === null ? 'nothing' : 'provider',
    ...gateOf(policy),
    because: [until, gateWords(policy)],
    form: 'eligible',
  };
}

/** Under a policy, whether or not it was asked: one that governs what is held for good could have it switched on each time instead. */
export function governed(lasting: Lasting, policy: ActivationPolicy | undefined): Lasting {
  return policy === undefined || lasting.gatedBy !== undefined ? lasting : { ...lasting, gatedBy: policy.id };
}

/** Activation, with the policy that was asked. */
export function gated(lasting: Lasting, policy: ActivationPolicy | undefined): Lasting {
  return { ...lasting, ...gateOf(policy), because: [...lasting.because, gateWords(policy)] };
}

export function standing(because: readonly string[], windows: Windows = always): Lasting {
  return { bounds: exactly('standing'), windows, endsBy: 'nothing', gate: 'none', because, form: 'standing' };
}

/** In force now, and how it came to be was not read. */
export function activeSomehow(because: readonly string[], bounds: Bounds = { lo: 'activated', hi: 'standing' }): Lasting {
  return { ...openEnded(bounds, because), form: 'active' };
}

/** Of two rows of one form: whenever one of them holds. The same whichever comes first. */
export function both(a: Lasting, b: Lasting): Lasting {
  const because = [...new Set([...a.because, ...b.because])].sort(byCodeUnit);
  return { ...a, windows: union(a.windows, b.windows), because };
}

/** The same right, of which less is sure. */
export function loosened(lasting: Lasting, bounds: Bounds, because: string): Lasting {
  return { ...lasting, bounds, because: [...lasting.because, because], form: `${lasting.form}-through`, through: true };
}

function openEnded(bounds: Bounds, because: readonly string[]): Omit<Lasting, 'form'> {
  return { bounds, windows: always, endsBy: 'nothing', gate: 'none', because };
}

function withEnd(of: 'activated' | 'time-bound', time: Told, because: readonly string[]): Omit<Lasting, 'form'> {
  return { bounds: exactly(of), windows: intervalOf(time), endsBy: 'provider', gate: 'none', because };
}

function intervalOf({ from, until }: Told): Windows {
  const [start, end] = [msOf(from), msOf(until)];
  return start !== null && end !== null && start >= end ? [] : [{ from: start, until: end }];
}

/** Without an end and begun: always. */
function windowsOf(time: Told, now: number): Windows {
  return time.until === null ? startOf(time.from, now) : intervalOf(time);
}

function startOf(from: Instant | null, now: number): Windows {
  const start = msOf(from);
  return start === null || start <= now ? always : [{ from: start, until: null }];
}

export function msOf(at: Instant | null): number | null {
  return at === null ? null : (parseInstant(at) ?? null);
}

/** Switching on is an act even where nothing is demanded. */
function gateOf(policy: ActivationPolicy | undefined): { readonly gate: Gate; readonly gatedBy?: string } {
  if (policy === undefined) return { gate: 'self' };
  return { gate: policy.gate === 'none' ? 'self' : policy.gate, gatedBy: policy.id };
}
