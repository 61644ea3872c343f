import { othersText, type Gap } from '../../src/model/gap.ts';

/** `aws:access-keys in aws:111122223333, denied: iam:ListAccessKeys: AccessDenied` */
export function gapText(gap: Gap): string {
  const about = gap.subject === undefined ? '' : ` about ${gap.subject}`;
  return `${gap.surface} in ${gap.boundary}${othersText(gap)}${about}, ${gap.cause}: ${gap.detail}`;
}
