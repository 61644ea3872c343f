import * as v from 'valibot';
import { DAY_MS, HOUR_MS, instantOf, parseInstant, type Instant } from '../base/instant.ts';
import { usualAssurance, type AssuranceSettings, type KeyRule } from '../assurance/settings.ts';
import { accessKinds } from '../model/access.ts';
import { triggerKinds } from '../model/authorisation.ts';
import { RunError } from './errors.ts';

const text = (description: string) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.description(description));
const hours = (description: string) => v.pipe(v.number(), v.minValue(0), v.description(description));
const days = (description: string) => v.pipe(v.number(), v.minValue(1), v.description(description));
const boundaries = text('only boundaries whose id begins so: aws:, entra:, azure:1111…');
const time = (description: string) =>
  v.pipe(
    v.string(),
    v.check((each) => parseInstant(each) !== undefined, 'no RFC 3339 time; write 2026-11-22, or 2026-11-22T09:30:00Z'),
    v.description(description),
  );

const allowed = v.strictObject({
  hours: hours('how long access may go on after it should have ended'),
  from: v.optional(time('in force from this moment; of those that apply the last one in force when access should have ended holds')),
  boundaries: v.optional(boundaries),
  triggers: v.optional(v.array(v.picklist(triggerKinds)), undefined),
  tierZero: v.optional(v.pipe(v.boolean(), v.description('only what reaches tier 0, or only what does not'))),
});

const key = v.strictObject({
  record: text('what records call it: employee-id, mail, user-name'),
  handle: v.optional(text('accounts have it as this handle: employee-id, user-name, mail, external-id')),
  tag: v.optional(text('accounts have it as the value of this tag')),
  is: v.optional(v.pipe(v.picklist(['name', 'id']), v.description('it is the account’s name, or its id'))),
  boundaries: v.optional(boundaries),
});

const controlOwner = v.strictObject({
  boundaries,
  kinds: v.optional(v.pipe(v.array(v.picklist(accessKinds)), v.description('only for these kinds of access'))),
  owner: text('who answers for revocation there'),
});

/** `vestige.yaml`, `assurance`. */
export const assuranceSetting = v.pipe(
  v.optional(
    v.strictObject({
      lookBackDays: v.optional(days('endings are told of so many days; what is still open is told whenever it began. Default 90')),
      clockUncertaintySeconds: v.optional(
        v.pipe(v.number(), v.minValue(0), v.description('by how much clocks of logs and brokers may be wrong. Default 60')),
      ),
      allowed: v.optional(
        v.pipe(v.array(allowed), v.description('the versions of the policy that says how soon access has to end. Default: at once')),
      ),
      lingerAllowedHours: v.optional(
        hours(
          'how long after its due what lingers of an access may work before it is late, in debt and for the rule session-past-due. Default 0',
        ),
      ),
      reviewDays: v.optional(
        days('how long a review allows what it kept, where it tells no end. Default 90, the cadence most frameworks ask for'),
      ),
      keys: v.optional(
        v.pipe(
          v.array(key),
          v.description('what joins records to accounts, beside immutable ids: each names a handle, a tag, or says what it is'),
        ),
      ),
      controlOwners: v.optional(v.array(controlOwner)),
      ownerTags: v.optional(
        v.pipe(
          v.array(text('name of a tag')),
          v.description('tags that name an owner, the first that is there. Default owner, owner-email, team'),
        ),
      ),
    }),
  ),
  v.description('when access has to end, whose records are whose, and who answers for it'),
);

/** Throws {@link RunError} `bad-configuration` where a key says not one place, but none or several. */
export function assuranceSettingsOf(given: v.InferOutput<typeof assuranceSetting>, name: string): AssuranceSettings {
  const usual = usualAssurance;
  return {
    lookBackDays: given?.lookBackDays ?? usual.lookBackDays,
    clockUncertaintyMs: given?.clockUncertaintySeconds === undefined ? usual.clockUncertaintyMs : given.clockUncertaintySeconds * 1000,
    allowed: (given?.allowed ?? []).map((each) => ({
      from: each.from === undefined ? null : canonical(each.from),
      ms: each.hours * HOUR_MS,
      boundaries: each.boundaries ?? null,
      triggers: each.triggers ?? null,
      tierZero: each.tierZero ?? null,
    })),
    lingerAllowedMs: (given?.lingerAllowedHours ?? 0) * HOUR_MS,
    reviewDays: given?.reviewDays ?? usual.reviewDays,
    keys: [
      ...usual.keys,
      ...(given?.keys ?? []).map((each, at) => ({
        record: each.record,
        account: accountOf(each, at, name),
        boundaries: each.boundaries ?? null,
      })),
    ],
    controlOwners: (given?.controlOwners ?? []).map((each) => ({ ...each, kinds: each.kinds ?? null })),
    ownerTags: given?.ownerTags ?? usual.ownerTags,
    longestExceptionDays: usual.longestExceptionDays,
  };
}

function accountOf(given: v.InferOutput<typeof key>, at: number, name: string): KeyRule['account'] {
  const { handle, tag, is } = given;
  const places = [handle, tag, is].filter((each) => each !== undefined);
  if (places.length !== 1) {
    throw new RunError('bad-configuration', `cannot use ${name}: assurance.keys.${at} names ${places.length} places to look in`, {
      hint: 'give one of handle, tag and is',
    });
  }
  if (handle !== undefined) return { in: 'handle', name: handle };
  return tag === undefined ? { in: is ?? 'id' } : { in: 'tag', name: tag };
}

function canonical(each: string): Instant {
  return instantOf(parseInstant(each) ?? 0);
}

/** The first moment of the look-back before a moment. */
export function lookBackFrom({ lookBackDays }: AssuranceSettings, asOf: Instant): Instant {
  return instantOf((parseInstant(asOf) ?? 0) - lookBackDays * DAY_MS);
}
