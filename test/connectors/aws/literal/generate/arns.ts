// ARNs that a key may hold whose value is compared with `arn:aws:iam::${aws:PrincipalAccount}:user/*` and with
// `arn:aws:iam::*:*/${aws:username}`. In a document of the older version either variable is the text it is written as, and two documents
// of one request may be of both versions: so each account is met with each name, and both with what is not a user.

export const accounts = ['111111111111', '222222222222', 'c', 'd', '', '${aws:PrincipalAccount}'];
/** User names that are told: there are texts to compare with each. */
export const givenNames = ['ann', 'a', 'x', 'ab'];
const endings = [...givenNames, '', 'y', '${aws:username}'];

export const arns = [
  '',
  'x',
  ...accounts.flatMap((account) => endings.map((name) => `arn:aws:iam::${account}:user/${name}`)),
  ...endings.map((name) => `arn:aws:iam::c:role/${name}`),
  ...['111111111111', '222222222222'].flatMap((account) => [
    ...['role/r', 'role/q', 'group/g', 'user/team/ann', 'user/z', 'role/aws-service-role/x.amazonaws.com/r', 'root'].map(
      (rest) => `arn:aws:iam::${account}:${rest}`,
    ),
    `arn:aws:sts::${account}:federated-user/f`,
  ]),
];
