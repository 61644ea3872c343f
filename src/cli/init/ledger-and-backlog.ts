import { severities } from '../../model/question.ts';
import { usualDueDays } from '../../run/backlog-settings.ts';

/** What the file that `init` writes says of the ledger and the backlog. */
export const ledgerAndBacklog: readonly string[] = [
  '# The append-only log of what runs meant to read, read and concluded: what evidence rests on (docs/ledger.md). `vestige ledger init` begins it,',
  '# and from then on runs are logged.',
  '# ledger:',
  '#     # Where it is. Without it, ledger in the state folder, used when there is one.',
  '#     # folder:',
  '#     # Who runs this, as its entries name them. Without it, the account of the operating system.',
  '#     # operator:',
  '#     # Whether a run refuses to begin when it cannot be logged. Else it goes on, says so and ends with 2.',
  '#     required: false',
  '#     # A time-stamping authority (RFC 3161) for `vestige ledger timestamp`, and the certificates that its own must chain to. For example:',
  '#     # timestamp: { url: "https://tsa.example/", caFile: tsa-ca.pem }',
  '#     # Who is asked by `vestige ledger witness` to sign that they saw the ledger, with the key that each publishes. For example:',
  '#     # - { name: partner, url: "https://witness.example/prefix", vkey: "${env:WITNESS_VKEY}" }',
  '#     witnesses: []',
  '',
  '# What `vestige backlog` makes of findings (docs/backlog.md). It decides nothing about answers.',
  '# backlog:',
  '#     # Days from when something was first seen until it is to be done, by severity.',
  `#     dueDays: { ${severities.map((each) => `${each}: ${usualDueDays[each]}`).join(', ')} }`,
];
