import { beforeEach, describe, expect, it } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import { SilentFarEnds } from '#relay/front-door/silent-far-ends.ts'
import { unwatched, type ConnectionWatch, type StreamSource } from '#relay/stream-source.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

const problem = problemOf('ENDPOINT_TIMED_OUT', {})
const silence = { problem, afterMs: 25_000 }

function createSource(): StreamSource {
  return {
    openStream: () => Promise.reject(new Error('none')),
    refusal: () => Promise.resolve(null),
    watch: () => unwatched,
    streamClosed: () => undefined,
  }
}

describe('clients of a silent far end', () => {
  let clock: ManualClock
  let ends: SilentFarEnds
  let source: StreamSource
  let gone: string[]

  beforeEach(() => {
    clock = new ManualClock()
    ends = new SilentFarEnds(clock)
    source = createSource()
    gone = []
  })

  const asking = (name: string, from = source): ConnectionWatch => {
    const watch = ends.watching(from, () => void gone.push(name), unwatched)
    watch.asked()
    return watch
  }

  it('are let go each in its own time, those too that come later', () => {
    asking('first')
    clock.pass(25_000)
    asking('second')
    expect(gone, 'before the verdict').toEqual([])
    ends.declare(source, silence)
    clock.pass(0)
    expect(gone).toEqual(['first'])
    clock.pass(10_000)
    asking('third')
    clock.pass(15_000)
    expect(gone).toEqual(['first', 'second'])
    clock.pass(10_000)
    expect(gone).toEqual(['first', 'second', 'third'])
  })

  it('stay once anybody was answered, has left for good, or when it is another far end that is silent', () => {
    asking('waits')
    const answered = asking('answered')
    asking('elsewhere', createSource())
    const closed = asking('closed')
    ends.declare(source, silence)
    closed.closed()
    clock.pass(24_000)
    answered.answered(24_000)
    clock.pass(60_000)
    expect(gone).toEqual([])
    asking('after the answer')
    clock.pass(60_000)
    expect(gone).toEqual([])
  })
})
