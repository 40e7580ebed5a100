import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { ChannelPass } from '#contract/relay.ts'
import type { RouteTo } from '#network/route.ts'
import { distrustOf } from '#network/stream-address.ts'
import { signUpgrade, type UpgradeRequest } from '#network/upgrade-signing.ts'

/** A channel as the service named it, and who opens it. */
interface NamedChannel extends UpgradeRequest {
  readonly tokenValue: string
}

/**
 * What opens the channel: its upgrade signed, and the way to its host. DATA_CHANNEL_UNTRUSTED, before anything is signed,
 * for an address that the token must not be sent to.
 */
export async function passTo(channel: NamedChannel, routeTo: RouteTo): Promise<Result<ChannelPass>> {
  const { tokenValue, streamUrl } = channel
  const said = distrustOf(streamUrl)
  if (said !== null) return fail('DATA_CHANNEL_UNTRUSTED', { said })
  const network = await routeTo(streamUrl)
  if (!network.ok) return network
  return ok({ tokenValue, streamUrl, upgradeHeaders: await signUpgrade(channel), network: network.value })
}
