import * as v from 'valibot';
import type { PersonRule } from '../model/person.ts';
import { RunError } from './errors.ts';

const side = v.strictObject({
  connector: v.pipe(v.string(), v.nonEmpty(), v.description('id of a connector')),
  handle: v.pipe(
    v.string(),
    v.nonEmpty(),
    v.description(
      'what accounts of it are known by: user-name, employee-id, external-id, on-premises, entra-object; a name that people read is none',
    ),
  ),
});

export const peopleSetting = v.optional(
  v.strictObject({
    join: v.pipe(
      v.optional(v.array(v.strictObject({ left: side, right: side })), []),
      v.description(
        'accounts of two connectors are one person’s where the two handles are equal, but for the case of letters. Handles that no provider ever gives to anybody else join without a rule',
      ),
    ),
  }),
  {},
);

/** The rules of a configuration. Throws {@link RunError} `unknown-connector`, and `bad-configuration` where both sides are the same. */
export function personRulesOf(
  { join }: v.InferOutput<typeof peopleSetting>,
  connectors: ReadonlySet<string>,
  name: string,
): readonly PersonRule[] {
  for (const [at, { left, right }] of join.entries()) {
    for (const { connector } of [left, right]) {
      if (connectors.has(connector)) continue;
      throw new RunError('unknown-connector', `cannot use ${name}: people.join.${at} names ${connector}, which is no connector`, {
        hint: `the connectors are ${[...connectors].sort().join(', ')}`,
      });
    }
    if (left.connector === right.connector && left.handle === right.handle) {
      throw new RunError('bad-configuration', `cannot use ${name}: people.join.${at} joins accounts to themselves`, {
        hint: 'name two connectors, or two handles',
      });
    }
  }
  return join;
}
