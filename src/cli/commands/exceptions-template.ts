import { labelled } from '../../base/text/sheet.ts';
import { exceptionKinds, type ExceptionKind } from '../../model/exception.ts';
import { lines } from '../due/text.ts';
import { print } from '../history/format.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';

interface Kind {
  readonly says: string;
  readonly matcher: readonly string[];
  readonly reason: string;
  readonly compensating: readonly string[];
  readonly tested: boolean;
}

const kinds: Readonly<Record<ExceptionKind, Kind>> = {
  'break-glass': {
    says: 'an account for emergencies, standing on purpose, sealed and tested',
    matcher: ['subject: arn:aws:iam::111122223333:user/break-glass-1', '# rule: standing-administrator'],
    reason: 'the way in when single sign-on is down',
    compensating: ['hardware key in the safe, two people to open it', 'an alarm for every sign-in'],
    tested: true,
  },
  batch: {
    says: 'a job that cannot ask for access each time it runs',
    matcher: ['subject: arn:aws:iam::111122223333:role/nightly-export', 'rule: standing-*'],
    reason: 'the scheduler cannot request access; replacement is planned',
    compensating: ['runs from one subnet only'],
    tested: false,
  },
  legacy: {
    says: 'a system that cannot do better until it is replaced',
    matcher: ['subject: arn:aws:iam::111122223333:user/erp-connector', 'rule: access-key-over-age'],
    reason: 'the vendor client takes static keys only',
    compensating: ['key is rotated by hand each month'],
    tested: false,
  },
  vendor: {
    says: 'what a supplier uses',
    matcher: ['subject: arn:aws:iam::111122223333:role/monitoring-vendor', 'rule: trust-to-foreign-account'],
    reason: 'monitoring by contract',
    compensating: ['external id is checked', 'read only'],
    tested: false,
  },
};

/** Prints an exception as YAML to start from, or without a kind which kinds there are. */
export async function exceptionsTemplateCommand(
  terminal: Terminal,
  name: string | undefined,
  options: { readonly output?: string },
): Promise<number> {
  const kind = exceptionKinds.find((each) => each === name);
  if (name === undefined) {
    const sheet = sheetOf(terminal, options);
    await print(
      terminal,
      options,
      exceptionKinds.flatMap((each) => lines(labelled(sheet, 0, each, kinds[each].says))),
    );
    return 0;
  }
  if (kind === undefined) {
    throw new UsageError(`cannot print a template for ${JSON.stringify(name)}: there is no such kind`, {
      hint: `the kinds are ${exceptionKinds.join(', ')}`,
    });
  }
  const { says, matcher, reason, compensating, tested } = kinds[kind];
  const day = new Date(terminal.clock()).toISOString().slice(0, 10);
  const end = new Date(terminal.clock() + 90 * 86_400_000).toISOString().slice(0, 10);
  await print(
    terminal,
    options,
    lines([
      `# ${says[0]?.toUpperCase() ?? ''}${says.slice(1)}.`,
      '# Change it, and keep it with `vestige exceptions add THIS`: it then covers the findings',
      '# of the last analysis that it matches, and no others.',
      `id: ${kind}-example`,
      `kind: ${kind}`,
      'matcher: # all that is given has to hold; a text may end in *',
      ...matcher.map((each) => `  ${each}`),
      'maxMatches: 5 # refused where it matches more',
      'owner: owner@example.com # answers for it',
      'approver: approver@example.com # neither the owner nor whom it is about',
      'reference: CHG-1234 # of the decision',
      `reason: ${reason}`,
      'compensating:',
      ...compensating.map((each) => `  - ${each}`),
      `approvedAt: ${day}`,
      ...(tested ? [`testedAt: ${day} # when it was last tried out`] : []),
      `end: ${end}`,
    ]),
  );
  return 0;
}
