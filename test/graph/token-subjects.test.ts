import { describe, expect, it } from 'vitest';
import { tokenSubjectsOf, withTokenSubjects } from '../../src/graph/token-subjects.ts';
import type { Identity } from '../../src/model/entity.ts';
import type { Link } from '../../src/model/grant.ts';
import { exactly } from '../../src/model/persistence.ts';
import { always } from '../../src/model/window.ts';

const OBJECT = '0b6a7a0e-1111-4222-8333-444455556666';
const app: Identity = {
  id: `entra/t/${OBJECT}`,
  uid: null,
  kind: 'service-principal',
  nature: 'non-human',
  natureReason: 'an application',
  name: 'deployer',
  boundary: 'entra:t',
  createdAt: null,
  tags: {},
  providerManaged: false,
  enabled: true,
  handles: [{ kind: 'token-subject', value: `https://sts.windows.net/t/|${OBJECT}`, immutable: true }],
};

function trust(issuer: string, subject: string, openness: Link['openness'] = 'exact'): Link {
  const from = `federated:arn:aws:iam::111122223333:oidc-provider/${issuer}|${subject}`;
  return {
    type: 'link',
    key: from,
    boundary: 'aws:111122223333',
    how: 'federates',
    from,
    to: 'arn:aws:iam::111122223333:role/deploy',
    openness,
    bounds: exactly('standing'),
    presence: 'certain',
    windows: always,
    endsBy: 'nothing',
    gate: 'none',
    because: [],
    conditions: [],
    caveats: [],
    source: { id: 'trust', kind: 'trust-policy', name: 'trust', boundary: 'aws:111122223333' },
    evidence: [],
    detail: { issuer, subjectMatcher: subject },
  };
}

const subjects = tokenSubjectsOf([app]);

function added(link: Link): readonly Link[] {
  return [...withTokenSubjects([link], subjects)].filter((each): each is Link => each.type === 'link' && each !== link);
}

describe('withTokenSubjects', () => {
  it('leads from the identity to the party that its tokens make it elsewhere, whatever the issuer’s spelling', () => {
    for (const issuer of ['sts.windows.net/t', 'sts.windows.net/t/', 'https://sts.windows.net/T/']) {
      const [made] = added(trust(issuer, OBJECT));
      expect(made?.from).toBe(app.id);
      expect(made?.to).toBe(trust(issuer, OBJECT).from);
      expect(made?.bounds).toEqual(exactly('standing'));
    }
  });

  it('makes nothing of a subject of another issuer, of another subject, or of a pattern', () => {
    expect(added(trust('sts.windows.net/other/', OBJECT))).toEqual([]);
    expect(added(trust('sts.windows.net/t/', 'somebody-else'))).toEqual([]);
    expect(added(trust('sts.windows.net/t/', `${OBJECT}*`, 'boundary'))).toEqual([]);
  });

  it('takes no handle that may be given to somebody else', () => {
    const renamed = { ...app, handles: [{ kind: 'token-subject', value: `sts.windows.net/t|${OBJECT}`, immutable: false }] };
    expect(tokenSubjectsOf([renamed]).size).toBe(0);
  });

  it('makes one link where several roles let in the same party', () => {
    const [a, b] = [trust('sts.windows.net/t/', OBJECT), { ...trust('sts.windows.net/t/', OBJECT), key: 'b', to: 'arn:other' }];
    expect([...withTokenSubjects([a, b], subjects)]).toHaveLength(3);
  });
});
