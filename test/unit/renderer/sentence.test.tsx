import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Sentence } from '../../../renderer/ui/sentence.tsx'

const mono = (text: string): readonly string[] =>
  [...renderToStaticMarkup(<Sentence text={text} />).matchAll(/<span class="mono">(.*?)<\/span>/g)].map(
    ([, part = '']) => part,
  )

test.each([
  [
    'lacks ssm:StartSession on arn:aws:ec2:ap-northeast-1:482100973316:instance/i-0ab3f29c81d7e4402. Copy the request.',
    'arn:aws:ec2:ap-northeast-1:482100973316:instance/i-0ab3f29c81d7e4402',
  ],
  ['on arn:aws:ssm:*:*:session/mika.sato-*.', 'arn:aws:ssm:*:*:session/mika.sato-*'],
  ['i-0ab3f29c81d7e4402 does not report.', 'i-0ab3f29c81d7e4402'],
  ['orders.cq04.rds.amazonaws.com:5432 did not answer.', 'orders.cq04.rds.amazonaws.com:5432'],
  ['/home/mika/.aws/config has 4 profiles.', '/home/mika/.aws/config'],
  ['Line 12 of ~/.aws/config.', '~/.aws/config'],
  ['C:\\Users\\mika\\.aws\\config の 12 行目', 'C:\\Users\\mika\\.aws\\config'],
])('of "%s" one thing is set apart, as a whole', (text, literal) => {
  expect(mono(text)).toEqual([literal])
})

test('an address, a rate and a choice are no paths', () => {
  expect(mono('See https://portal/start/profiles, 12 MB/s, and/or /tmp.')).toEqual([])
})
