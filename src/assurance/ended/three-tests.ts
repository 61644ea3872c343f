import type { Ending, Lingering, Span } from '../../model/ending.ts';
import type { Pattern } from '../../model/persistence.ts';
import type { Answer3 } from '../../model/report.ts';
import { isOver } from './linger.ts';
import type { Ways } from './other-ways.ts';
import type { Spell } from './spell.ts';

/**
 * The three tests (docs/architecture.md) of one use. 1, ephemeral: by how it comes and goes. 2, revoked at once: by its lateness; undetermined where
 * nothing says from when it should have been gone. 3, nothing left: nothing that works without a new decision.
 */
export function testsOf(
  spell: Spell,
  pattern: Pattern,
  lateness: Span | null,
  lingering: readonly Lingering[],
  ways: Ways,
): Ending['tests'] {
  return {
    ephemeral: pattern === 'JITA' ? 'yes' : 'no',
    revokedAtOnce: atOnce(lateness),
    nothingLeft: nothingLeft(spell, lingering, ways),
  };
}

function atOnce(lateness: Span | null): Answer3 {
  if (lateness === null) return 'undetermined';
  if (lateness.lower > 0) return 'no';
  return lateness.upper <= 0 && !lateness.open ? 'yes' : 'undetermined';
}

function nothingLeft({ end }: Spell, lingering: readonly Lingering[], { otherWays, isOpen, isGatedOnly }: Ways): Answer3 {
  if (end === null || end.doubt !== null) return 'undetermined';
  if (isOpen || lingering.some(({ state }) => state === 'running')) return 'no';
  const none = otherWays.state === 'none' || isGatedOnly;
  return none && lingering.every(isOver) ? 'yes' : 'undetermined';
}
