import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent'
import { describe, expect, it } from 'vitest'
import { proxyAgentFor } from '#relay/engine/builtin/proxy.ts'

const url = 'wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/x'
const proxy = 'http://proxy.corp:3128'

describe('proxyAgentFor', () => {
  it.each([
    [{}, undefined],
    [{ HTTPS_PROXY: proxy }, HttpsProxyAgent],
    [{ https_proxy: 'proxy.corp:3128' }, HttpsProxyAgent],
    [{ ALL_PROXY: proxy }, HttpsProxyAgent],
    [{ HTTP_PROXY: proxy }, undefined],
    [{ HTTPS_PROXY: 'socks5://proxy.corp' }, undefined],
    [{ HTTPS_PROXY: 'http://' }, undefined],
    [{ HTTPS_PROXY: proxy, NO_PROXY: '*' }, undefined],
    [{ HTTPS_PROXY: proxy, NO_PROXY: 'corp,.amazonaws.com' }, undefined],
    [{ HTTPS_PROXY: proxy, no_proxy: 'amazonaws.com:443' }, undefined],
    [{ HTTPS_PROXY: proxy, NO_PROXY: 'aws.com' }, HttpsProxyAgent],
  ])('with %j', (environment, agent) => {
    const made = proxyAgentFor(url, environment)
    if (agent === undefined) expect(made).toBeUndefined()
    else expect(made).toBeInstanceOf(agent)
  })

  it('uses the other variable for plain sockets, and none for loopback', () => {
    expect(proxyAgentFor('ws://gateway.test/', { HTTP_PROXY: proxy })).toBeInstanceOf(HttpProxyAgent)
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      expect(proxyAgentFor(`ws://${host}:8080/`, { HTTP_PROXY: proxy })).toBeUndefined()
    }
  })
})
