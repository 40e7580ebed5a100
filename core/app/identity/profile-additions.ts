import { randomUUID } from 'node:crypto'
import type {
  AdditionOutcome,
  AdditionPreview,
  AdditionWish,
  ConfigChange,
  UndoOutcome,
  UndoWish,
} from '#contract/config-additions.ts'
import type { Result } from '#contract/result.ts'
import type { SectionText } from '#domain/aws-config/section-text.ts'
import { shownConfigLine } from '#domain/aws-config/shown-line.ts'
import { lineDiff, linesIn, withGaps } from '#domain/line-diff/line-diff.ts'
import { ok } from '#domain/result.ts'
import type { AwsConfigChanges, ConfigText, PlannedChange } from './config-changes.ts'
import type { AwsConfigStore, RoleCatalogStore } from './ports.ts'
import { checkWishes, namedWishes, sectionsOf, type WishSurroundings } from './wished-sections.ts'

interface ProfileAdditionsDeps {
  /** With the sessions that are in no file yet. */
  readonly config: Pick<AwsConfigStore, 'read'>
  readonly files: Pick<AwsConfigStore, 'read'>
  readonly changes: AwsConfigChanges
  readonly catalogs: Pick<RoleCatalogStore, 'read'>
  /** The AWS config, as people write its path. */
  readonly configFile: string
}

/**
 * Profiles that are added to the AWS config: nothing is written that was not shown before, in a file that is still the same. The page
 * says which; names of settings and every value are made here.
 */
export interface ProfileAdditions {
  preview(wish: AdditionWish): Promise<Result<AdditionPreview>>
  /** `mark`: of the preview. */
  add(wish: AdditionWish & { readonly mark: string }): Promise<Result<AdditionOutcome>>
  undo(wish: UndoWish): Promise<Result<UndoOutcome>>
}

/** What was written, to be undone. */
interface Addition {
  readonly before: string | null
  readonly mark: string
  readonly sections: readonly SectionText[]
}

/** Lines of the file around a change: enough to see where it is; a whole config is nobody's business, not the window's either. */
const contextLines = 3
/** How many additions can be undone; the file's text of before is kept for each. */
const keptAdditions = 20

/** Creates the use case. What was added is forgotten with it: the copies beside the file stay. */
export function createProfileAdditions(deps: ProfileAdditionsDeps): ProfileAdditions {
  const done = new Map<string, Addition>()
  const keep = (addition: Addition): string => {
    const id = randomUUID()
    done.set(id, addition)
    for (const old of [...done.keys()].slice(0, -keptAdditions)) done.delete(old)
    return id
  }
  return {
    async preview(wish) {
      const planned = await plan(deps, wish)
      return planned.ok ? ok(planned.value.preview) : planned
    },
    async add(wish) {
      const planned = await plan(deps, wish)
      if (!planned.ok) return planned
      const { preview, change, sections } = planned.value
      if (change === null || change.before.mark !== wish.mark) return ok({ kind: 'changed', preview })
      const mark = await deps.changes.replace(change.before.mark, change.after)
      if (!mark.ok) return mark
      if (mark.value === null) return await changedSince(deps, wish)
      const id = keep({ before: change.before.text, mark: mark.value, sections })
      return ok({ kind: 'written', id, names: preview.profiles.map(({ name }) => name) })
    },
    async undo(wish) {
      const addition = done.get(wish.id)
      if (addition === undefined) return ok({ kind: 'forgotten' })
      const undone = await undo(deps.changes, addition, wish)
      if (undone.ok && undone.value.kind === 'undone') done.delete(wish.id)
      return undone
    },
  }
}

interface Planned {
  readonly preview: AdditionPreview
  readonly change: PlannedChange | null
  readonly sections: readonly SectionText[]
}

async function plan(deps: ProfileAdditionsDeps, wish: AdditionWish): Promise<Result<Planned>> {
  const surroundings = await surroundingsOf(deps, wish)
  const checked = checkWishes(wish, surroundings)
  if (!checked.ok) return checked
  const wishes = namedWishes(wish, surroundings)
  const sections = sectionsOf(wishes, wish.region, surroundings)
  const file = await deps.changes.read()
  if (!file.ok) return file
  const profiles = wishes.map(({ name, state }) => ({ name, state }))
  const preview = { file: deps.configFile, isNew: file.value.text === null, profiles, change: null }
  if (profiles.some(({ state }) => state !== 'free')) return ok({ preview, change: null, sections })
  const planned = await deps.changes.planAdding(sections)
  if (!planned.ok) return planned
  const change = planned.value
  return ok({ preview: { ...preview, change: shownChange(change.before, change.after) }, change, sections })
}

async function surroundingsOf(deps: ProfileAdditionsDeps, { profiles }: AdditionWish): Promise<WishSurroundings> {
  const [config, written] = [await deps.config.read(), await deps.files.read()]
  const names = new Set(profiles.flatMap((wish) => (wish.kind === 'permission-set' ? [wish.session] : [])))
  const sessions = config.sessions.filter(({ name }) => names.has(name))
  const lists = await Promise.all(sessions.map(async (one) => [one.name, await deps.catalogs.read(one)] as const))
  const roles = new Map(
    lists.flatMap(([session, list]) =>
      (list?.roles ?? []).map((one) => [JSON.stringify([session, one.accountId, one.roleName]), one.accountName]),
    ),
  )
  return {
    config,
    written,
    accountNameOf: ({ name }, { accountId, roleName }) =>
      roles.get(JSON.stringify([name, accountId, roleName])) ?? null,
  }
}

/** Somebody wrote between the look and the change. */
async function changedSince(deps: ProfileAdditionsDeps, wish: AdditionWish): Promise<Result<AdditionOutcome>> {
  const planned = await plan(deps, wish)
  return planned.ok ? ok({ kind: 'changed', preview: planned.value.preview }) : planned
}

async function undo(changes: AwsConfigChanges, addition: Addition, wish: UndoWish): Promise<Result<UndoOutcome>> {
  const after = wish.way === 'sections' ? await withoutSections(changes, addition) : ok(addition.before)
  if (!after.ok) return after
  const expected = wish.way === 'as-it-was' ? addition.mark : wish.mark
  const written = await changes.replace(expected, after.value)
  if (!written.ok) return written
  return written.value === null ? await undoChoices(changes, addition) : ok({ kind: 'undone' })
}

async function withoutSections(changes: AwsConfigChanges, { sections }: Addition): Promise<Result<string>> {
  const planned = await changes.planRemoving(sections)
  return planned.ok ? ok(planned.value.after) : planned
}

/** What can be done about a file that is not as it was written. */
async function undoChoices(changes: AwsConfigChanges, { before, sections }: Addition): Promise<Result<UndoOutcome>> {
  const file = await changes.read()
  if (!file.ok) return file
  const planned = await changes.planRemoving(sections)
  const removes = planned.ok && planned.value.after !== (planned.value.before.text ?? '')
  return ok({
    kind: 'changed',
    sections: removes ? shownChange(planned.value.before, planned.value.after) : null,
    whole: shownChange(file.value, before ?? ''),
  })
}

function shownChange({ mark, text }: ConfigText, after: string): ConfigChange {
  const lines = lineDiff(linesIn(text ?? ''), linesIn(after))
  const rows = withGaps(lines, contextLines).map((row) =>
    row.kind === 'gap' ? row : { ...row, text: shownConfigLine(row.text) },
  )
  return { mark, rows }
}
