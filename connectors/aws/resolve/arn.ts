import type { BoundaryId } from '../../../src/model/ids.ts';

const ARN = /^arn:([a-z0-9-]+):(?:iam|sts)::(\d{12}):(.+)$/s;

/** An ARN of IAM or STS; `undefined` for any other text. */
export function splitArn(arn: string): { readonly partition: string; readonly account: string; readonly resource: string } | undefined {
  const m = ARN.exec(arn);
  return m === null ? undefined : { partition: m[1] ?? 'aws', account: m[2] ?? '', resource: m[3] ?? '' };
}

/** The account of a boundary `aws:<account>`. */
export function accountOf(boundary: BoundaryId): string {
  return boundary.slice(boundary.indexOf(':') + 1);
}
