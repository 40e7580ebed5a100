import type { ShellRequest, ShellView } from '#contract/shells.ts'

/** What a shell is asked for with. */
export const sampleShellRequest: ShellRequest = {
  profile: { type: 'named', name: 'dev' },
  region: 'ap-northeast-1',
  target: { on: 'node', id: 'i-0ab3f29c81d7e4402' },
  program: { run: 'shell' },
  name: 'bastion-a',
  environment: 'staging',
}

/** A shell that is open. */
export function sampleShell(): ShellView {
  return {
    id: '7a1d0c52-3f0b-4a53-9d0e-0d2a6f1b9c11',
    request: sampleShellRequest,
    targetName: 'bastion-a',
    targetId: 'i-0ab3f29c81d7e4402',
    recording: null,
    preferences: null,
    status: {
      kind: 'open',
      since: 1_800_000_000_000,
      sessionId: 'mika-0a1b2c3d4e5f60718',
      by: { engine: 'builtin', version: null },
      message: '',
    },
  }
}
