import type { BoundaryId } from '../../../src/model/ids.ts';

const ARN = /^arn:([a-z0-9-]+):(?:iam|sts)::(\d{12}):(.+)$/s;

/** An ARN of IAM or STS; `undefined` for any other text. */
export function splitArn(arn: string): { readonly partition: string; readonly account: string; readonly resource: string } | undefined {
  const m = ARN.exec(arn);
  return m === null ? undefined : { partition: m[1] ?? 'aws', account: m[2] ?? '', resource: m[3] ?? '' };
}

/** Whose an ARN of IAM or STS is. */
export interface ArnOwner {
  readonly partition: string;
  readonly account: string;
}

/** Reads whose ARNs are, as {@link splitArn} does. Those of one account mostly come in a row, so each is compared with the one before. */
export function ownersOfArns(): (arn: string) => ArnOwner | undefined {
  let head = '';
  let last: ArnOwner | undefined;
  return (arn) => {
    if (last !== undefined && arn.length > head.length && arn.startsWith(head)) return last;
    const split = splitArn(arn);
    if (split === undefined) return undefined;
    head = arn.slice(0, arn.length - split.resource.length);
    last = { partition: split.partition, account: split.account };
    return last;
  };
}

/** The account of a boundary `aws:<account>`. */
export function accountOf(boundary: BoundaryId): string {
  return boundary.slice(boundary.indexOf(':') + 1);
}
