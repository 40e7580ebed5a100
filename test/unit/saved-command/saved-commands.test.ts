import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandDraft, type CommandDraft } from '#contract/saved-commands.ts'
import { createSavedCommands, type SavedCommands } from '#core/app/commands/saved-commands.ts'
import { createCommandsStore } from '#core/store/commands-store.ts'
import { ok } from '#domain/result.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const draft: CommandDraft = {
  name: 'Follow a service log',
  line: 'journalctl -u {service} -f',
  shell: 'posix',
  tag: null,
}

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-commands-'))
  path = join(folder, 'commands.json')
})
afterEach(async () => await rm(folder, { recursive: true, force: true }))

async function open(): Promise<{ readonly commands: SavedCommands; readonly problems: readonly unknown[] }> {
  const store = createCommandsStore({ path, clock: { now: () => 7 }, log: silent })
  const { kept, problems } = await store.load()
  let ids = kept.commands.length
  const newId = () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`
  return { commands: createSavedCommands({ clock: { now: () => 7 }, store, kept, newId }), problems }
}

async function saved(commands: SavedCommands, change: Partial<CommandDraft> = {}): Promise<string> {
  const answer = await commands.save({ ...draft, ...change }, null)
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value.id
}

describe('saved commands', () => {
  it('are there at the next start, for the user alone, and go when they are removed', async () => {
    const { commands } = await open()
    const id = await saved(commands)
    const other = await saved(commands, { name: 'Disk' })
    await commands.save({ ...draft, line: 'journalctl -u {service}' }, id)
    expect((await open()).commands.list()).toMatchObject([{ id, line: 'journalctl -u {service}' }, { id: other }])
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await commands.remove(id)
    expect((await open()).commands.list()).toMatchObject([{ id: other }])
  })

  it('keep how they were used last, and no value of a parameter that is called like a secret', async () => {
    const { commands } = await open()
    const id = await saved(commands)
    await commands.used(id, { use: 'run', values: { service: 'nginx', db_password: 'hunter2' } })
    expect((await open()).commands.list()).toMatchObject([
      { habit: { use: 'run', values: { service: 'nginx' } }, times: 1, usedAt: 7 },
    ])
    expect(await readFile(path, 'utf8')).not.toContain('hunter2')
  })

  it('are each judged by itself, and a file that is none is kept aside', async () => {
    const { commands } = await open()
    const id = await saved(commands)
    const document = JSON.parse(await readFile(path, 'utf8'))
    await writeFile(path, JSON.stringify({ ...document, commands: [...document.commands, { id: 'x' }] }))
    expect((await open()).commands.list()).toMatchObject([{ id }])
    await writeFile(path, '{ no')
    const again = await open()
    expect(again.commands.list()).toEqual([])
    expect(again.problems).toMatchObject([{ code: 'CATALOG_CORRUPT' }])
    await saved(again.commands)
    expect(await readdir(folder)).toHaveLength(2)
  })

  it('are one line that is as it looks', () => {
    for (const line of ['', 'a\nb', 'ls \u202e', 'x'.repeat(4_001)])
      expect(commandDraft.safeParse({ ...draft, line }).success).toBe(false)
  })

  it('are as many as anybody finds something in', async () => {
    const id = '00000000-0000-4000-8000-000000000001'
    const one = { ...draft, id, habit: { use: 'wait', values: {} }, times: 0, usedAt: null } as const
    const store = { save: async () => ok(undefined) }
    const kept = { commands: Array.from({ length: 500 }, () => one) }
    const commands = createSavedCommands({ clock: { now: () => 7 }, store, kept, newId: () => id })
    expect(await commands.save(draft, null)).toMatchObject({ error: { code: 'COMMANDS_TOO_MANY' } })
    expect(await commands.save(draft, id)).toEqual(ok({ id }))
  })
})
