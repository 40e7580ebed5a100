import type { Problem } from '#contract/problem.ts'
import { revealTunnel } from '../../app/reveal-tunnel.ts'
import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'

interface ShowPinnedTunnelProps {
  readonly problem: Problem
  /** The tunnel that somebody came from. */
  readonly tunnel: string | undefined
}

/** The way to the tunnel that decides for whom its shells and files are; nothing where that is not what is wrong. */
export function ShowPinnedTunnel({ problem, tunnel }: ShowPinnedTunnelProps) {
  const words = useWords()
  const { view } = useServices()
  const { tunnels } = useSnapshot()
  if (problem.code !== 'IDENTITY_CHANGED' || tunnel === undefined || !tunnels.some(({ id }) => id === tunnel))
    return null
  return (
    <Button size="small" onClick={() => view.setState(revealTunnel(tunnel, 'panel'))}>
      {words.tunnels.actions.show}
    </Button>
  )
}
