import type { Rule, SmallGraph } from '../../contract/rule.ts';

const ann = 'arn:aws:iam::111122223333:user/ann';
const role = 'arn:aws:iam::111122223333:role/deploy';
const source = 'arn:aws:s3:::source';
const release = 'arn:aws:s3:::release';
const pair = { a: { capability: 'write-data', scope: source }, b: { capability: 'write-data', scope: release } } as const;
const writes = (subject: string, scope: string) => ({ subject, capability: 'write-data', scope }) as const;

export const examples: Rule<unknown>['examples'] = {
  fires: [
    estate('a user writes both', { grants: [writes(ann, source), writes(ann, release)] }),
    estate('the second through a role', {
      identities: [
        { id: ann, nature: 'human' },
        { id: role, nature: 'non-human' },
      ],
      grants: [writes(ann, source), writes(role, release)],
      links: [{ from: ann, to: role }],
    }),
    estate('an administrator of both', {
      grants: [
        { subject: ann, capability: 'administer', scope: source },
        {
          subject: ann,
          capability: 'administer',
          scope: release,
          bounds: { lo: 'eligible', hi: 'eligible' },
          gate: 'self',
          endsBy: 'provider',
        },
      ],
    }),
  ],
  clear: [
    estate('a user writes one', { grants: [writes(ann, source)] }),
    estate('a user writes the one and reads the other', {
      grants: [writes(ann, source), { ...writes(ann, release), capability: 'read-data' }],
    }),
  ],
  undetermined: [
    estate('the second perhaps', { grants: [writes(ann, source), { ...writes(ann, release), presence: 'possible' }] }),
    estate('policies were refused', { unread: [{ kind: 'policy' }] }),
  ],
};

function estate(name: string, more: Partial<SmallGraph>): SmallGraph {
  return { name, settings: { pairs: [pair] }, identities: [{ id: ann, nature: 'human' }], ...more };
}
