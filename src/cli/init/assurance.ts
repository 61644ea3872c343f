import { usualAssurance } from '../../assurance/settings.ts';

const { lookBackDays, clockUncertaintyMs, reviewDays, ownerTags, longestExceptionDays } = usualAssurance;

/** What the file that `init` writes says of endings and exceptions. */
export const assuranceAndExceptions: readonly string[] = [
  '# When access has to end, whose records are whose, and who answers for it (docs/assurance.md).',
  '# assurance:',
  '#     # Days. Endings are told of so many; what is still open is told whenever it began.',
  `#     lookBackDays: ${lookBackDays}`,
  '#     # By how much clocks of logs and brokers may be wrong.',
  `#     clockUncertaintySeconds: ${clockUncertaintyMs / 1000}`,
  '#     # The policy that says how soon access has to end; without it, at once. The last version that was in force and applies holds. For example:',
  '#     # - { hours: 24, from: 2026-01-01, triggers: [left] }',
  '#     allowed: []',
  '#     # Hours for which what lingers of an access (sessions, tokens) may work after its due before it is late.',
  '#     lingerAllowedHours: 0',
  '#     # Days for which a review allows what it kept, where it tells no end.',
  `#     reviewDays: ${reviewDays}`,
  '#     # What joins records to accounts, beside immutable ids and e-mail addresses: `record` is what records call it; accounts have it as a',
  '#     # `handle`, as the value of a `tag`, or it `is` their name or id. `vestige due check` says whom that leads to. For example:',
  '#     # - { record: employee-id, tag: employee-id }',
  "#     # - { record: user-name, is: name, boundaries: 'aws:' }",
  '#     keys: []',
  '#     # Who answers for revocation, by boundary. For example:',
  "#     # - { boundaries: 'aws:111122223333', owner: platform team }",
  '#     controlOwners: []',
  '#     # Tags that name an owner, the first that is there.',
  `#     ownerTags: [${ownerTags.join(', ')}]`,
  '',
  '# How many days an exception may last, by kind (docs/exceptions.md).',
  '# exceptions:',
  `#     longestDays: { ${Object.entries(longestExceptionDays)
    .map(([kind, days]) => `${kind}: ${days}`)
    .join(', ')} }`,
  '',
];
