import { z } from 'zod'
import { lineNameForm, profileNameLength } from './forms.ts'
import { accountId, region } from './tunnel.ts'

const profileName = z.string().max(profileNameLength).regex(lineNameForm)

/** A role by its ARN, in any partition. */
const roleArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/)
/** An MFA device: its ARN, or the serial number that is printed on it. */
const mfaSerial = z.string().regex(/^(?:arn:aws[a-z-]*:iam::\d{12}:mfa\/[\w+=,.@/-]{1,226}|[A-Za-z0-9]{9,32})$/)

/**
 * A profile to add to the AWS config: of a permission set that a sign-in lists, or of a role that is assumed with another profile. A
 * page says which; the text of the file is main's. `name`: null where main is to propose one.
 */
export const wishedProfile = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('permission-set'),
    name: profileName.nullable(),
    session: z.string().max(256),
    accountId,
    roleName: z.string().min(1).max(128),
  }),
  z.object({
    kind: z.literal('role'),
    name: profileName.nullable(),
    /** Name of the profile whose credentials assume the role. */
    source: z.string().min(1).max(256),
    roleArn,
    mfaSerial: mfaSerial.nullable(),
  }),
])
export type WishedProfile = z.infer<typeof wishedProfile>

/** What to add at once; `region`: what every one of them names, null for none. */
export const additionWish = z.object({ profiles: z.array(wishedProfile).min(1).max(200), region: region.nullable() })
export type AdditionWish = z.infer<typeof additionWish>

/** A line of the file before or after a change, or how many were left out; without secrets. */
const diffRow = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() }),
  z.object({ kind: z.literal('gap'), lines: z.int().min(1) }),
])

/** A change of the file as it would be now. `mark`: of the file that it was looked at in. */
const configChange = z.object({ mark: z.string().max(100), rows: z.array(diffRow) })
export type ConfigChange = z.infer<typeof configChange>

/** `taken`: either file has it. `twice`: so does another of the wish. `reserved`: `default`, which every command would use unasked. */
export const profileNameState = z.enum(['free', 'taken', 'twice', 'reserved'])
export type ProfileNameState = z.infer<typeof profileNameState>

/** What would be written. */
export const additionPreview = z.object({
  /** The AWS config, as people write its path. */
  file: z.string(),
  /** There is no such file yet. */
  isNew: z.boolean(),
  /** As in the wish, with names. */
  profiles: z.array(z.object({ name: z.string(), state: profileNameState })),
  /** Null while a name will not do. */
  change: configChange.nullable(),
})
export type AdditionPreview = z.infer<typeof additionPreview>

/** `changed`: nothing was written, for the file is not as it was shown. `id`: what it can be undone by until the app quits. */
export const additionOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('written'), id: z.uuid(), names: z.array(z.string()) }),
  z.object({ kind: z.literal('changed'), preview: additionPreview }),
])
export type AdditionOutcome = z.infer<typeof additionOutcome>

/**
 * `as-it-was`: puts the file back, as long as it is as it was written. `sections`: takes out what was added, and leaves what somebody
 * else has changed since. `whole`: puts the file back all the same.
 */
export const undoWish = z.discriminatedUnion('way', [
  z.object({ id: z.uuid(), way: z.literal('as-it-was') }),
  z.object({ id: z.uuid(), way: z.enum(['sections', 'whole']), mark: z.string().max(100) }),
])
export type UndoWish = z.infer<typeof undoWish>

/** `changed`: somebody has changed the file; what either way would do to it now, null where it can do nothing. */
export const undoOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('undone') }),
  z.object({ kind: z.literal('changed'), sections: configChange.nullable(), whole: configChange }),
  z.object({ kind: z.literal('forgotten') }),
])
export type UndoOutcome = z.infer<typeof undoOutcome>

/** Adding to the AWS config. AWS_CONFIG_NOT_WRITTEN. */
export const configAdditionCalls = {
  /** SIGN_IN_UNKNOWN, ROLE_NOT_ASSIGNED or PROFILE_INVALID for what is not there to be added. */
  'config.preview': { input: additionWish, output: additionPreview },
  /** The same, and writes it when the file is still as the preview with `mark` has shown it. */
  'config.add': { input: additionWish.extend({ mark: z.string().max(100) }), output: additionOutcome },
  'config.undo': { input: undoWish, output: undoOutcome },
} as const
