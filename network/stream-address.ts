import { partitions, regionName } from '#domain/partition/partition.ts'

/**
 * The message gateway of a region, or an interface endpoint of it in somebody's network. Not any name of AWS: in some of
 * those (load balancers, buckets, machines) anybody can have a host.
 */
const gatewayName = new RegExp(
  `^(?:vpce-[\\w-]+\\.)?ssmmessages(?:-fips)?\\.${regionName}\\.(?:vpce\\.)?(?<suffix>[\\w.-]+)$`,
)

/** Domains of AWS's partitions, and of their dual-stack endpoints. */
const suffixes: ReadonlySet<string | null> = new Set(
  partitions.flatMap(({ dnsSuffix, dualStackSuffix }) => [dnsSuffix, dualStackSuffix]),
)

const noWebSocket = 'the stream URL is not the address of a WebSocket'

/**
 * Why the session's token must not be sent to this address, or null. It may go to AWS's message gateway over TLS, and to
 * this computer (decision 0003); AWS's plugin from 1.2.889 trusts nobody but AWS.
 */
export function distrustOf(streamUrl: string): string | null {
  if (!URL.canParse(streamUrl)) return noWebSocket
  const { protocol, hostname } = new URL(streamUrl)
  if (protocol !== 'wss:' && protocol !== 'ws:') return noWebSocket
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isLoopback(host)) return null
  const suffix = gatewayName.exec(host)?.groups?.['suffix']
  if (suffix === undefined || !suffixes.has(suffix))
    return `the stream URL leads to ${host}, which is no endpoint of AWS`
  return protocol === 'wss:' ? null : `the stream URL leads to ${host} without TLS`
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/** A presigned address carries its signature: it needs no credentials, and none can be found for it to be resumed with. */
export function isPresigned(streamUrl: string): boolean {
  return [...new URL(streamUrl).searchParams.keys()].some((name) => name.toLowerCase().startsWith('x-amz-'))
}
