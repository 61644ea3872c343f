import type { Preset } from './preset.ts';

const kinds = ['employee-id', 'user-name', 'mail', 'aws-arn', 'entra-object', 'token-subject'];
const maybe = (column: string): { column: string; optional: true } => ({ column, optional: true });

export const generic: Preset = {
  name: 'generic',
  reads: 'events whose columns or members have the names of the canonical event: type, at, about.mail, object, …',
  source: "the table of an event's members in docs/due.md",
  mapping: {
    describes: 'one row = one event; about.KIND and actedBy.KIND are names by which somebody is known',
    system: 'generic',
    sourceKind: 'ticket',
    times: { formats: ['rfc3339', 'epoch-seconds'] },
    id: ['id'],
    events: [
      {
        as: 'event',
        type: { column: 'type' },
        at: 'at',
        arrivedAt: maybe('arrivedAt'),
        succeeded: maybe('succeeded'),
        subject: maybe('subject'),
        about: kinds.map((kind) => ({ kind, value: { ...maybe(`about.${kind}`), split: ';' } })),
        actor: maybe('actor'),
        actedBy: kinds.map((kind) => ({ kind, value: { ...maybe(`actedBy.${kind}`), split: ';' } })),
        by: maybe('by'),
        object: maybe('object'),
        scope: maybe('scope'),
        from: maybe('from'),
        until: maybe('until'),
        what: maybe('what'),
        outsideBroker: maybe('outsideBroker'),
        correlation: maybe('correlation'),
        justification: maybe('justification'),
        ticket: maybe('ticket'),
        activity: maybe('activity'),
        region: maybe('region'),
      },
    ],
  },
};
