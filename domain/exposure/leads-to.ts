import type { SavedTunnel } from '#contract/tunnel.ts'

/**
 * Everything of a tunnel by which it leads somewhere, as one text. A tunnel is open to a network as the person saw it in main's dialog: with
 * another text it is not, so that no page and no catalog can lead those who come in from there to another database.
 */
export function leadsTo({ definition, preference }: SavedTunnel): string {
  const { environment, kind, account, region, target, endpoint, document } = definition
  const { localPort, profile, identity } = preference
  return JSON.stringify([
    localPort,
    [kind, environment, endpoint.host, endpoint.port],
    [account?.accountId ?? null, account?.roleName ?? null, account?.startUrl ?? null, region],
    inOrder(target),
    document === undefined ? null : inOrder(document),
    [inOrder(profile), identity === undefined ? null : inOrder(identity)],
  ])
}

/** With its keys in one order, whoever has written them. */
function inOrder(value: object): unknown {
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, item]) => [key, item !== null && typeof item === 'object' ? inOrder(item) : item])
}
