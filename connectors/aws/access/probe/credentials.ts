import type { Json } from '../../../../src/base/json.ts';
import type { ProbeNear, ProbePage } from '../../../../src/contract/connector.ts';
import { errorName } from '../../../../src/contract/reading.ts';
import type { Access } from '../../../../src/model/access.ts';
import { parseIamArn } from '../../identity.ts';
import { mustNameService, noSuchService } from '../../surfaces/users/service-specific-credentials.ts';
import { credentialIn } from '../credentials.ts';
import { lastName } from '../made.ts';
import type { Question } from './iam.ts';
import { controlsOf, same } from './iam.ts';
import type { Look } from './look.ts';
import { listed, textIn, thing } from './look.ts';

/** By the id, or by the second it was made in where that is all that is known of it. */
function isOne(objects: readonly string[], madeIn: string | null, id: string, made: string): (element: Json) => boolean | null {
  return (element) => {
    const told = textIn(element, id);
    if (told === null) return null;
    return objects.includes(told) || (madeIn !== null && textIn(element, made)?.slice(0, 19) === madeIn);
  };
}

/** How a key, password or certificate of a user is asked for; `null`: those of the root user are not told one by one. */
export function credential(access: Access, near: ProbeNear): Question | null {
  const { boundary, subject: user, objects } = access;
  const told = credentialIn(access);
  const partition = parseIamArn(user)?.partition;
  if (told === null || partition === undefined || !user.includes(':user/')) return null;
  const { sort, madeIn } = told;
  const about = `${access.name} of user ${lastName(user)}`;
  const controls = controlsOf(boundary, user, near);
  switch (sort) {
    case 'access-key': {
      const task = { boundary, surface: 'aws:access-keys', args: { call: 'ListAccessKeys', user } };
      return { target: listed(task, about, 'AccessKeyMetadata', isOne(objects, madeIn, 'AccessKeyId', 'CreateDate')), controls };
    }
    case 'certificate': {
      const task = { boundary, surface: 'aws:signing-certificates', args: { call: 'ListSigningCertificates', user } };
      return { target: listed(task, about, 'Certificates', isOne(objects, madeIn, 'CertificateId', 'UploadDate')), controls };
    }
    case 'ssh-key': {
      const task = { boundary, surface: 'aws:ssh-keys', args: { user } };
      return { target: listed(task, about, 'SSHPublicKeys', isOne(objects, madeIn, 'SSHPublicKeyId', 'UploadDate')), controls };
    }
    case 'password': {
      const task = { boundary, surface: 'aws:login-profiles', args: { user } };
      const target = thing(task, about, (body) => {
        const profile = body['LoginProfile'];
        return profile === undefined ? null : same(profile, 'UserName', lastName(user)) === true || null;
      });
      return { target, controls };
    }
    case 'api-key': {
      const task = { boundary, surface: 'aws:service-specific-credentials', args: { partition } };
      const is = isOne(objects, madeIn, 'ServiceSpecificCredentialId', 'CreateDate');
      return { target: ofServices(listed(task, about, 'ServiceSpecificCredentials', is)), controls };
    }
    default:
      return sort satisfies never;
  }
}

/**
 * Where IAM refuses to list the credentials of all services at once, each is asked for: the refusal then says nothing, nor does that of a service
 * that has none. A list of one service is not taken for the whole.
 */
function ofServices(look: Look): Look {
  const isRefusal = ({ body, refused, task: { args } }: ProbePage): boolean => {
    const error = refused === null ? errorName(body) : undefined;
    if (error === undefined) return false;
    return (args as { readonly service?: string }).service === undefined ? mustNameService.includes(error) : noSuchService.includes(error);
  };
  return {
    ...look,
    read(pages) {
      const rest = pages.filter((page) => !isRefusal(page));
      // all of one kind of refusal: no service that was asked has any
      if (rest.length === 0 && pages.length > 1)
        return { says: 'missing', words: `ListServiceSpecificCredentials lists nothing of any service, nor ${look.about}`, beside: false };
      return look.read(rest);
    },
  };
}
