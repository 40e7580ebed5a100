import { describe, expect, it } from 'vitest'
import { acknowledge, channelOf, frame } from './opened-channel.ts'

describe('an agent that has left the service', () => {
  it.each([
    ['it is there again', frame('start_publication', 0)],
    ['it acknowledges', acknowledge(0)],
    ['it says something', frame('output_stream_data', 0, 'm0')],
  ])('is told once, and once that it is back when %s', async (_how, sign) => {
    const { channel, service, told } = await channelOf()
    for (let times = 0; times < 3; times += 1) service.socket.say(frame('pause_publication', 0))
    expect(told).toEqual(['agent away'])
    service.socket.say(sign)
    expect(told.slice(1).filter((event) => event !== 'm0')).toEqual(['agent back'])
    await channel.close(1_000)
  })

  it('is asked anew over a channel that was opened again', async () => {
    const { channel, service, told, open } = await channelOf()
    service.socket.say(frame('pause_publication', 0))
    service.socket.drop()
    await open()
    expect(told).toEqual(['agent away', 'dropped 1006', 'agent back'])
    await channel.close(1_000)
  })
})
