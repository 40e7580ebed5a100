import { hash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildFuzzWorker } from '../../script/fuzz.mjs'
import { makeInput } from './engine/make-input.ts'
import { type FuzzOptions, type FuzzResult, inputsOf, runFuzz } from './engine/run-fuzz.ts'
import { findTarget, targetNames } from './targets/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const mostInputs = 150
let folder = ''
let program: URL

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'culvert-fuzz-run-'))
  program = await buildFuzzWorker(join(root, '.cache', 'fuzz-short-run'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (options: Pick<FuzzOptions, 'targets' | 'seconds'> & Partial<FuzzOptions>): Promise<FuzzResult> =>
  runFuzz({ program, seed: 20_260, folder, report: () => {}, ...options })

describe('hostile input', () => {
  it('breaks no parser', async () => {
    // So many inputs that they take two seconds or so; a slow machine reads the same ones.
    const { ok, targets } = await run({ targets: targetNames, seconds: 60, mostInputs })
    expect(targets.flatMap(({ failures }) => failures)).toEqual([])
    expect(targets.map(({ name, inputs }) => ({ name, inputs }))).toEqual(
      targetNames.map((name) => ({ name, inputs: inputsOf(name, mostInputs) })),
    )
    expect(ok).toBe(true)
  })

  it('is the same for the same seed, and another for another', () => {
    const digests = (name: string, seed: number): readonly string[] =>
      Array.from({ length: 50 }, (_, number) => hash('sha256', makeInput(findTarget(name), seed, number).input))
    for (const name of targetNames) {
      const inputs = digests(name, 1)
      expect(digests(name, 1), name).toEqual(inputs)
      expect(new Set(inputs).size, name).toBeGreaterThan(25)
      expect(digests(name, 2), name).not.toEqual(inputs)
    }
  })
})

const untilFound = { seconds: 30, mostInputs: 1_000, until: 'first-crash' } as const

describe('the fuzzer', () => {
  it.each([
    ['throw', 'threw', 'beyond the end'],
    ['promise', 'broke-promise', 'nothing is unusual'],
    ['late-throw', 'threw', 'outside buffer bounds'],
    ['slow', 'slow', 'takes'],
    ['hang', 'hung', 'not through'],
    ['heap', 'memory', 'memory'],
    ['buffers', 'memory', 'keeps'],
  ])('finds a planted %s', async (name, kind, message) => {
    const target = `planted-${name}`
    const { ok, targets } = await run({ targets: [target], ...untilFound, ...(name === 'hang' && { hangMs: 1_000 }) })
    const [result] = targets
    const [failure] = result?.failures ?? []
    expect(ok).toBe(false)
    expect(result?.crashes).toBeGreaterThan(0)
    expect(failure).toMatchObject({ kind, message: expect.stringContaining(message) })
    const kept = readdirSync(folder).filter((file) => file.startsWith(target))
    expect(kept.length).toBeGreaterThanOrEqual(2)
  })

  it('reads the input that broke something again', async () => {
    const [found] = (await run({ targets: ['planted-throw'], ...untilFound })).targets
    const failure = found!.failures[0]!
    expect(failure.replay).toContain(`--target planted-throw --seed 20260 --input ${failure.input}`)
    const again = await run({ targets: ['planted-throw'], seconds: 1, input: failure.input })
    expect(again.targets).toMatchObject([{ inputs: 1, crashes: 1 }])
    const { input } = makeInput(findTarget('planted-throw'), 20_260, failure.input)
    expect(readFileSync(failure.file).equals(input)).toBe(true)
  })
})
