/** A session that was started, and whom AWS's plugin asks for a new token; an empty endpoint is the genuine one. */
export interface CalledSession {
  readonly sessionId: string
  readonly tokenValue: string
  readonly streamUrl: string
  readonly region: string
  readonly targetId: string
  readonly ssmEndpoint: string
  /** What else the StartSession request asked for; the target alone unless given. */
  readonly asked?: object
}

/** How the AWS CLI calls its plugin: the answer of StartSession in the environment, the rest as arguments. */
export interface PluginCall {
  readonly args: readonly string[]
  readonly environment: { readonly AWS_SSM_START_SESSION_RESPONSE: string }
}

export function pluginCall({ region, targetId, ssmEndpoint, asked = {}, ...answer }: CalledSession): PluginCall {
  const { sessionId, tokenValue, streamUrl } = answer
  const response = { SessionId: sessionId, TokenValue: tokenValue, StreamUrl: streamUrl }
  const request = JSON.stringify({ Target: targetId, ...asked })
  return {
    args: ['AWS_SSM_START_SESSION_RESPONSE', region, 'StartSession', '', request, ssmEndpoint],
    environment: { AWS_SSM_START_SESSION_RESPONSE: JSON.stringify(response) },
  }
}
