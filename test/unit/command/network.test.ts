import { Agent as HttpsAgent } from 'node:https'
import { rootCertificates } from 'node:tls'
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent'
import { expect, it } from 'vitest'
import { createNetwork } from '#command/network.ts'

const gateway = 'wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/a'
const proxies = { HTTPS_PROXY: 'http://user:word@proxy.corp:3128', HTTP_PROXY: 'http://plain.corp:80' }

function proxyFor(url: string, environment: Readonly<Record<string, string>>): string | undefined {
  const agent = createNetwork({ ...proxies, ...environment }).agentFor(url)
  if (agent instanceof HttpsProxyAgent || agent instanceof HttpProxyAgent) return String(Reflect.get(agent, 'proxy'))
  return agent === undefined ? undefined : 'direct, with certificates'
}

it('goes through the proxy, with its password', () => {
  expect(proxyFor(gateway, {})).toBe('http://user:word@proxy.corp:3128/')
  expect(proxyFor('ws://sandbox.corp/', {})).toBe('http://plain.corp/')
})

it.each([
  '*',
  'ssmmessages.eu-west-1.amazonaws.com',
  '.amazonaws.com',
  'example.com, amazonaws.com',
  'SSMMESSAGES.eu-west-1.amazonaws.com:443',
])('goes past the proxy where NO_PROXY says %s', (list) => {
  expect(proxyFor(gateway, { NO_PROXY: list })).toBeUndefined()
  expect(proxyFor(gateway, { no_proxy: list })).toBeUndefined()
})

it.each(['example.com', 'eu-west-1', 'messages.eu-west-1.amazonaws.com', ''])('NO_PROXY=%s names others', (list) => {
  expect(proxyFor(gateway, { NO_PROXY: list })).toBe('http://user:word@proxy.corp:3128/')
})

it('never asks a proxy for this computer', () => {
  for (const host of ['127.0.0.1', 'localhost', '[::1]']) expect(proxyFor(`ws://${host}:9/`, {})).toBeUndefined()
})

it('trusts what the environment names, past a proxy too', () => {
  const environment = { NO_PROXY: '*', SSL_CERT_FILE: import.meta.filename }
  const agent = createNetwork(environment).agentFor(gateway)
  expect(agent).toBeInstanceOf(HttpsAgent)
  expect((agent as HttpsAgent).options.ca).toHaveLength(rootsAnd(1))
})

const rootsAnd = (more: number): number => rootCertificates.length + more
