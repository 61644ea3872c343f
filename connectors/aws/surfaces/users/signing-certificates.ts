import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { instant } from '../../../../src/contract/reading.ts';
import { plainCredential, pushCredential, status, text, userName } from './told.ts';
import { mapUserList } from './user-list.ts';

/** Ids and states of signing certificates, which the credential report tells of without their ids. */
export const signingCertificates: Surface = {
  id: 'aws:signing-certificates',
  yields: ['credential-detail'],
  permission: 'iam:ListSigningCertificates',
  ifUnread: 'the ids of signing certificates, those uploaded since the credential report, and proof that one is gone',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service: 'iam',
  follows: ['aws:authorization-details'],
};

const certificate = v.object({ UserName: userName, CertificateId: text, Status: status, UploadDate: v.optional(instant) });

/** Maps one page of ListSigningCertificates. When a certificate ends is in its body, which IAM does not enforce; it is not looked at. */
export function mapSigningCertificates(task: Task, body: Json): Mapped {
  return mapUserList(task, body, {
    of: 'certificates',
    call: 'ListSigningCertificates',
    member: 'Certificates',
    element: certificate,
    idOf: ({ CertificateId }) => CertificateId,
    tell(into, user, { CertificateId: id, Status, UploadDate = null }, at) {
      const state = Status === 'Active' ? 'active' : 'inactive';
      const name = `certificate ${id}`;
      pushCredential(into, { ...plainCredential, id, identity: user, kind: 'certificate', name, state, createdAt: UploadDate }, at);
    },
  });
}
