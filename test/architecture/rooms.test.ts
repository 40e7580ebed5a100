import { describe, expect, test } from 'vitest'
import { domainInPieces, rooms, roomViolations } from './rooms.ts'
import { isCode, projectFiles } from './source-tree.ts'

const files = projectFiles()

describe('who may use whom inside a folder', () => {
  test('holds in the project', () => {
    expect(roomViolations(files.filter(isCode))).toEqual([])
  })

  test('names rooms and files that there are', () => {
    const named = rooms.flatMap(({ room, uses }) => [room.replace('/*', ''), ...uses])
    const isThere = (path: string): boolean =>
      files.some((file) => file.path === path || file.path.startsWith(`${path}/`))
    expect(named.filter((path) => !isThere(path))).toEqual([])
  })

  test.each([
    ['renderer/ui/a.tsx', "import type { TunnelView } from '#contract/snapshot.ts'"],
    ['renderer/ui/a.tsx', "import { fullName } from '#domain/tunnel/name.ts'"],
    ['renderer/ui/a.tsx', "import { useWords } from '../app/services.ts'"],
    ['renderer/app/a.ts', "import { Button } from '../ui/button.tsx'"],
    ['renderer/app/a.ts', "import { SignIn } from '../features/sign-in/sign-in.tsx'"],
    ['renderer/app/a.ts', "import { fullName } from '../parts/tunnel/tunnel-words.ts'"],
    ['renderer/parts/tunnel/a.ts', "import { TunnelList } from '../../features/tunnels/tunnel-list.tsx'"],
    ['renderer/parts/tunnel/a.ts', "import { Sidebar } from '../../frame/sidebar.tsx'"],
    ['renderer/features/failure/a.tsx', "import { Timeline } from '../tunnel-detail/timeline.tsx'"],
    ['renderer/features/failure/a.tsx', "import '../tunnel-detail/sections.css'"],
    ['renderer/features/failure/a.tsx', "import { Sidebar } from '../../frame/sidebar.tsx'"],
    ['renderer/main.tsx', "import { TunnelList } from './features/tunnels/tunnel-list.tsx'"],
    ['renderer/elsewhere/a.ts', "import { TunnelList } from '../features/tunnels/tunnel-list.tsx'"],
    ['relay/engine/builtin/a.ts', "import { runPlugin } from '../plugin/plugin-run.ts'"],
    ['relay/engine/builtin/a.ts', "import { spawnChild } from '../../process/supervised-child.ts'"],
    ['relay/engine/builtin/smux/a.ts', "import { engines } from '../../engines.ts'"],
    ['relay/engine/plugin/a.ts', "import { message } from '../builtin/message.ts'"],
    ['relay/engine/a.ts', "import { FrontDoor } from '../front-door/front-door.ts'"],
    ['relay/front-door/a.ts', "import type { Engine } from '../engine/engine.ts'"],
    ['relay/front-door/a.ts', "import { SessionPool } from '../pool/session-pool.ts'"],
    ['relay/pool/a.ts', "import { FrontDoor } from '../front-door/front-door.ts'"],
    ['relay/pool/a.ts', "import { builtin } from '../engine/builtin/index.ts'"],
    ['relay/pool/a.ts', "import type { Engine } from '../engine/engine.ts'"],
    ['relay/session-host/a.ts', "import { FrontDoor } from '../front-door/front-door.ts'"],
    ['relay/session-host/a.ts', "import { SessionPool } from '../pool/session-pool.ts'"],
    ['relay/session-host/a.ts', "import { builtin } from '../engine/builtin/index.ts'"],
    ['relay/process/a.ts', "import { Relay } from '../relay.ts'"],
    ['core/app/tunnels/a.ts', "import { signIns } from '../identity/sign-ins.ts'"],
    ['core/app/identity/a.ts', "import { Supervisor } from '../tunnels/supervisor.ts'"],
    ['core/app/sessions/a.ts', "import { Supervisor } from '../tunnels/supervisor.ts'"],
    ['core/app/ports.ts', "import type { Supervisor } from './tunnels/supervisor.ts'"],
    ['main/tray/a.ts', "import { mainWindow } from '../window/main-window.ts'"],
    ['main/window/a.ts', "import { createControlPlane } from '../parts/control-plane.ts'"],
    ['main/system/a.ts', "import { start } from '../culvert.ts'"],
  ])('%s may not: %s', (path, text) => {
    expect(roomViolations([{ path, text }])).toHaveLength(1)
  })

  test.each([
    ['renderer/frame/a.tsx', "import { TunnelList } from '../features/tunnels/tunnel-list.tsx'"],
    [
      'renderer/features/failure/a.tsx',
      "import { b } from './b.ts'\nimport type { Problem } from '#contract/problem.ts'",
    ],
    ['core/app/tunnels/a.ts', "import { sessions } from '../sessions/sessions.ts'"],
    ['relay/a.ts', "import { FrontDoor } from './front-door/front-door.ts'"],
    ['relay/engine/engines.ts', "import { builtin } from './builtin/index.ts'"],
  ])('%s may: %s', (path, text) => {
    expect(roomViolations([{ path, text }])).toEqual([])
  })
})

describe('pieces of user interface say nothing of the domain', () => {
  test('in the project', () => {
    expect(domainInPieces(files)).toEqual([])
  })

  test.each([
    ['renderer/ui/a.tsx', 'interface ChipProps { readonly tunnelName: string }'],
    ['renderer/ui/a.tsx', "<span className='route-line' />"],
    ['renderer/ui/a.css', ".tag[data-tone='production'] { color: red }"],
  ])('not in %s: %s', (path, text) => {
    expect(domainInPieces([{ path, text }])).toHaveLength(1)
  })

  test('a comment may', () => {
    expect(domainInPieces([{ path: 'renderer/ui/a.tsx', text: '// as tunnels do\nconst a = 1' }])).toEqual([])
  })
})
